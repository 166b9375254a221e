package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of one version of the loyalty programme, on the stream {@code programme:<version>}: drafted, any number of times;
 * published, once; retired, once. Every process learns versions from it. A programme is kept as its {@link ProgrammeText},
 * so that what was published can be held against what decides, letter by letter.
 */
public sealed interface ProgrammeEvent extends CustomerEvent {

  /** The version's name. */
  String version();

  /**
   * A draft, in the place of any before it.
   *
   * @param effectiveFrom from when it is meant to decide; null if that was not said
   * @param programme its text
   */
  @Decision(value = "loyalty.programme-drafted", ofCustomer = false)
  record ProgrammeDrafted(String version, @Nullable Instant effectiveFrom, String programme)
      implements
        ProgrammeEvent {}

  /**
   * The version decides on interactions recorded after this event that occurred at or after {@code effectiveFrom}, until a
   * later one does. It never changes again.
   *
   * @param by who published it: a client or staff id of the token
   * @param programme its text
   */
  @Decision(value = "loyalty.programme-published", ofCustomer = false)
  record ProgrammePublished(String version, Instant effectiveFrom, String by, String programme)
      implements
        ProgrammeEvent {}

  /**
   * The version decides no longer on interactions recorded after this event that occurred at or after {@code from}: the
   * version before it does again. What it decided stays.
   *
   * @param by who retired it: a client or staff id of the token
   */
  @Decision(value = "loyalty.programme-retired", ofCustomer = false)
  record ProgrammeRetired(String version, Instant from, String by) implements ProgrammeEvent {}
}
