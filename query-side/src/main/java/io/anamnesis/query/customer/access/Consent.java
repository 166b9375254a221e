package io.anamnesis.query.customer.access;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * The last word on a purpose.
 *
 * @param state {@code given} or {@code withdrawn}
 * @param textVersion of the text that was agreed to
 * @param until the last day, where one was said
 */
record Consent(String purpose, String state, @Nullable String textVersion, @Nullable LocalDate until,
    Instant occurredAt) {}
