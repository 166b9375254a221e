package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.events.VisitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hand a reward out for a code.
 *
 * @param stream of the voucher
 */
public record UseVoucher(String stream, @Nullable String reference, @Nullable VisitId visitId, Instant at) {}
