package io.anamnesis.query.loyalty;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** {@code GET /customers/{c}/points}. */
public record PointsAnswer(String customer, @JsonUnwrapped PointsFigures figures, long position) {}
