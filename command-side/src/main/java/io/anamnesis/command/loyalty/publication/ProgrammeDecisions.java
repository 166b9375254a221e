package io.anamnesis.command.loyalty.publication;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeDrafted;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammePublished;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeRetired;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.ProgrammeVersion.State;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done with a version of the programme as it stands. Pure; empty where it is done already. */
final class ProgrammeDecisions {
  private ProgrammeDecisions() {}

  /** @throws ProblemException {@code programme-published}: what was published never changes */
  static Optional<ProgrammeEvent> draft(@Nullable ProgrammeVersion before, Draft draft) {
    if (before != null && before.state() != State.DRAFT) {
      throw new ProblemException(ProblemType.PROGRAMME_PUBLISHED);
    }
    String text = ProgrammeText.of(draft.programme());
    Instant effectiveFrom = draft.effectiveFrom();
    if (before != null && ProgrammeText.of(before.programme()).equals(text)
        && Optional.ofNullable(before.effectiveFrom()).equals(Optional.ofNullable(effectiveFrom))) {
      return Optional.empty();
    }
    return Optional.of(new ProgrammeDrafted(draft.programme().version(), effectiveFrom, text));
  }

  /**
   * A version published before is answered alike, unless it is to be effective from another instant: who did not learn
   * the outcome may ask again.
   *
   * @param wanted from when; null: from when the draft says, or from now on
   */
  static Optional<ProgrammeEvent> publish(@Nullable ProgrammeVersion before, @Nullable Instant wanted, Instant now,
      String by) {
    ProgrammeVersion version = known(before);
    return switch (version.state()) {
      case DRAFT -> {
        Instant said = wanted == null ? version.effectiveFrom() : wanted;
        yield Optional.of(new ProgrammePublished(version.name(), said == null ? now : said, by,
            ProgrammeText.of(version.programme())));
      }
      case PUBLISHED -> {
        if (wanted != null && !wanted.equals(version.effectiveFrom())) {
          throw new ProblemException(ProblemType.PROGRAMME_PUBLISHED);
        }
        yield Optional.empty();
      }
      case RETIRED -> throw new ProblemException(ProblemType.PROGRAMME_RETIRED);
    };
  }

  /**
   * The standard programme stays: it decides wherever no other version does, so that no instant is without one, whatever
   * else is retired at the same moment.
   *
   * @param wanted from when it decides no longer; null: from now on
   */
  static Optional<ProgrammeEvent> retire(@Nullable ProgrammeVersion before, @Nullable Instant wanted, Instant now,
      String by) {
    ProgrammeVersion version = known(before);
    if (version.name().equals(Programme.standard().version())) {
      throw new ProblemException(ProblemType.PROGRAMME_NEEDED);
    }
    return switch (version.state()) {
      case DRAFT -> throw new ProblemException(ProblemType.PROGRAMME_NOT_PUBLISHED);
      case PUBLISHED -> Optional.of(new ProgrammeRetired(version.name(), wanted == null ? now : wanted, by));
      case RETIRED -> {
        if (wanted != null && !wanted.equals(version.retiredFrom())) {
          throw new ProblemException(ProblemType.PROGRAMME_RETIRED);
        }
        yield Optional.empty();
      }
    };
  }

  private static ProgrammeVersion known(@Nullable ProgrammeVersion before) {
    if (before == null) {
      throw new ProblemException(ProblemType.UNKNOWN_PROGRAMME);
    }
    return before;
  }
}
