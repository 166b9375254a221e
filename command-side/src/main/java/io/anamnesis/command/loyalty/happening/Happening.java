package io.anamnesis.command.loyalty.happening;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** What a customer's points and level follow from, in the order of business: earlier occurrence first, then earlier recording. */
public sealed interface Happening permits Cause, Refund, Circumstance {
  Comparator<Happening> BUSINESS_ORDER = Comparator.comparing(Happening::at).thenComparingLong(Happening::position)
      .thenComparing(Happening::id);

  /** Event id of the fact. */
  UUID id();

  /** When it occurred. */
  Instant at();

  /** Of the fact in the log. */
  long position();
}
