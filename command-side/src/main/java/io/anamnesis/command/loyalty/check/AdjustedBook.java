package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what persons gave and took is what the version of the programme of that moment lets them. */
final class AdjustedBook {
  private final Findings findings;
  private final List<Adjusted> adjusted = new ArrayList<>();
  private final List<Given> levels = new ArrayList<>();

  /** @param alone whether no second person agreed */
  private record Adjusted(StaffId by, boolean alone, long points, @Nullable Lot lot, Instant at, long position) {
    LocalDate day(Programme programme) {
      return at.atZone(programme.zone()).toLocalDate();
    }

    Lot expected(Lot found, Programme programme) {
      return new Lot(found.lotId(), found.points(), at, at, programme.expiresAt(at));
    }
  }

  private record Given(int level, Instant at, long position) {}

  AdjustedBook(Findings findings) {
    this.findings = findings;
  }

  void take(Recorded recorded, PointsAdjusted made) {
    Lot lot = made.lot();
    if (lot != null) {
      findings.hold(Kind.LOT, null, null, made.adjustmentId().toString(), lot.lotId().toString(), recorded.position());
    }
    adjusted.add(new Adjusted(made.by(), made.approvedBy() == null, Math.abs(made.points()), lot,
        recorded.occurredAt(), recorded.position()));
  }

  void take(Recorded recorded, TierOverridden given) {
    levels.add(new Given(given.level(), recorded.occurredAt(), recorded.position()));
  }

  void end(Elsewhere elsewhere) {
    for (int i = 0; i < adjusted.size(); i++) {
      Adjusted one = adjusted.get(i);
      List<Adjusted> before = adjusted.subList(0, i);
      Programme programme = elsewhere.inForce(one.at(), one.position(),
          version -> isDated(one, version) && isAllowed(one, before, version));
      if (one.lot() != null) {
        findings.hold(Kind.LOT, null, null, one.expected(one.lot(), programme).toString(), one.lot().toString(),
            one.position());
      }
      if (!isAllowed(one, before, programme)) {
        String most = programme.adjustmentLimit() == null ? "nothing" : "at most " + programme.adjustmentLimit();
        findings.hold(Kind.PERSON, null, null,
            most + " by " + one.by().value() + " alone on " + one.day(programme),
            Long.toString(alone(one, before, programme)), one.position());
      }
    }
    levels.forEach(one -> mustBeLevel(one,
        elsewhere.inForce(one.at(), one.position(), version -> isLevel(one, version))));
  }

  private static boolean isDated(Adjusted one, Programme programme) {
    return one.lot() == null || one.expected(one.lot(), programme).equals(one.lot());
  }

  private static boolean isAllowed(Adjusted one, List<Adjusted> before, Programme programme) {
    Long limit = programme.adjustmentLimit();
    return !one.alone() || (limit != null && alone(one, before, programme) <= limit);
  }

  /** Points that a person has given and taken alone that day, these included. */
  private static long alone(Adjusted one, List<Adjusted> before, Programme programme) {
    LocalDate day = one.day(programme);
    return before.stream()
        .filter(other -> other.alone() && other.by().equals(one.by()) && other.day(programme).equals(day))
        .mapToLong(Adjusted::points).reduce(one.points(), Math::addExact);
  }

  private static boolean isLevel(Given one, Programme programme) {
    return one.level() >= 1 && one.level() <= programme.tiers().size();
  }

  private void mustBeLevel(Given one, Programme programme) {
    if (!isLevel(one, programme)) {
      findings.hold(Kind.PERSON, null, null, "a level from 1 to " + programme.tiers().size(),
          Integer.toString(one.level()), one.position());
    }
  }
}
