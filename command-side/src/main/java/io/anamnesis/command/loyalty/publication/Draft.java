package io.anamnesis.command.loyalty.publication;

import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of the programme that is not published yet.
 *
 * @param effectiveFrom from when it is meant to decide; null if that is not said yet
 */
record Draft(Programme programme, @Nullable Instant effectiveFrom) {}
