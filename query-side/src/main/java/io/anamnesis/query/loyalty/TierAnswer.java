package io.anamnesis.query.loyalty;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** {@code GET /customers/{c}/tier}. */
public record TierAnswer(String customer, @JsonUnwrapped TierFigures figures, long position) {}
