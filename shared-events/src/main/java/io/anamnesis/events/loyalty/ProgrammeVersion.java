package io.anamnesis.events.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeDrafted;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammePublished;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeRetired;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one version of the programme.
 *
 * @param effectiveFrom from when it decides, or is meant to; null for a draft that does not say
 * @param retiredFrom from when it decides no longer; null while it is not retired
 * @param publishedAt position of its publication; null for a draft
 * @param retiredAt position of its retirement; null while it is not retired
 * @param changes how many events it has: the number of its next one
 * @param last the last of them; null of the standard programme, which comes with the product
 */
public record ProgrammeVersion(Programme programme, @Nullable Instant effectiveFrom, @Nullable Instant retiredFrom,
    @Nullable Long publishedAt, @Nullable Long retiredAt, long changes, @Nullable Change last) {

  /** No interaction can have occurred before: the log takes none. */
  public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

  /** Where a version stands. */
  public enum State {
    DRAFT, PUBLISHED, RETIRED
  }

  /**
   * An event of a version's life.
   *
   * @param at when it was recorded
   * @param by a client or staff id of the token; null if that was not recorded
   */
  public record Change(long position, Instant at, @Nullable String by) {}

  static ProgrammeVersion standard() {
    return new ProgrammeVersion(Programme.standard(), BEGINNING, null, 0L, null, 0, null);
  }

  /**
   * The version after its next event.
   *
   * @param before null before the first event
   * @throws IllegalStateException for an event that no such version can have
   */
  public static ProgrammeVersion after(@Nullable ProgrammeVersion before, Recorded event) {
    if (!(event.event() instanceof ProgrammeEvent change)) {
      throw new IllegalArgumentException(event.type() + " is no event of a programme");
    }
    return switch (change) {
      case ProgrammeDrafted drafted when before == null || before.state() == State.DRAFT ->
        new ProgrammeVersion(ProgrammeText.read(drafted.programme()), drafted.effectiveFrom(), null, null, null,
            next(before), of(event));
      case ProgrammePublished published when before != null && before.state() == State.DRAFT ->
        new ProgrammeVersion(ProgrammeText.read(published.programme()), published.effectiveFrom(), null,
            event.position(), null, next(before), of(event));
      case ProgrammeRetired retired when before != null && before.state() == State.PUBLISHED ->
        new ProgrammeVersion(before.programme, before.effectiveFrom, retired.from(), before.publishedAt,
            event.position(), next(before), of(event));
      default -> throw new IllegalStateException(
          "position " + event.position() + ": no version can be " + event.type() + " here");
    };
  }

  private static long next(@Nullable ProgrammeVersion before) {
    return before == null ? 1 : before.changes + 1;
  }

  private static Change of(Recorded event) {
    return new Change(event.position(), event.recordedAt(), event.metadata().actor());
  }

  public String name() {
    return programme.version();
  }

  public State state() {
    if (publishedAt == null) {
      return State.DRAFT;
    }
    return retiredAt == null ? State.PUBLISHED : State.RETIRED;
  }

  /** Whether it could decide on an interaction: it was published before, was effective, and was not retired before. */
  boolean decides(Instant occurredAt, long position) {
    return publishedAt != null && publishedAt < position && effectiveFrom != null && !occurredAt.isBefore(effectiveFrom)
        && !(retiredAt != null && retiredAt < position && retiredFrom != null && !occurredAt.isBefore(retiredFrom));
  }
}
