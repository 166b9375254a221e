package io.anamnesis.query.reading;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.anamnesis.web.ConsistencyToken;

/** How fresh a read must be; a controller's method takes it as a parameter. */
public record Freshly(@Nullable ConsistencyToken token, Duration patience) {}
