package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRejected;
import io.anamnesis.events.loyalty.PersonsEvent.WriteOffRequested;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What persons asked of an account, agreed to and gave: whether whoever is named did it, and whether two did where it takes two.
 * What one may do alone is said by {@link AdjustedBook}.
 */
final class PersonsBook {
  private static final String NONE = "none";
  private static final String ADJUSTMENT = "adjustment";
  private static final String WRITE_OFF = "write-off";

  private final Findings findings;
  private final AdjustedBook adjusted;
  private final Set<UUID> known = new HashSet<>();
  private final Map<UUID, Request> waiting = new HashMap<>();
  /** When levels that were given end. */
  private final Map<UUID, Instant> levels = new HashMap<>();

  /** What waits for a second person. */
  private record Request(String what, long points, StaffId by) {
    @Override
    public String toString() {
      return what + " of " + points + " asked by " + by.value();
    }
  }

  PersonsBook(Findings findings) {
    this.findings = findings;
    this.adjusted = new AdjustedBook(findings);
  }

  void take(Recorded recorded, LoyaltyEvent event) {
    switch (event) {
      case AdjustmentRequested asked ->
        ask(recorded, asked.adjustmentId(), new Request(ADJUSTMENT, asked.points(), asked.by()));
      case WriteOffRequested asked ->
        ask(recorded, asked.writeOffId(), new Request(WRITE_OFF, asked.points(), asked.by()));
      case AdjustmentRejected no -> reject(recorded, no.adjustmentId(), ADJUSTMENT, no.points(), no.by());
      case WriteOffRejected no -> reject(recorded, no.writeOffId(), WRITE_OFF, no.points(), no.by());
      case PointsAdjusted made -> adjust(recorded, made);
      case ArrearsWrittenOff made -> agree(recorded, made.writeOffId(),
          new Request(WRITE_OFF, made.points(), made.by()), made.approvedBy());
      case TierOverridden given -> give(recorded, given);
      case TierOverrideWithdrawn end -> withdraw(recorded, end);
      case BenefitUseCancelled back -> did(recorded, back.by());
      case AwardReleased released -> did(recorded, released.by());
      case AwardRefused refused -> did(recorded, refused.by());
      default -> {
        // No person's.
      }
    }
  }

  /** The account is at its end. */
  void end(Elsewhere elsewhere) {
    adjusted.end(elsewhere);
  }

  private void ask(Recorded recorded, UUID id, Request request) {
    isNew(recorded, id);
    did(recorded, request.by());
    waiting.put(id, request);
  }

  private void reject(Recorded recorded, UUID id, String what, long points, StaffId by) {
    did(recorded, by);
    Request request = waiting.remove(id);
    hold(what + " of " + points, request == null ? NONE : request.what() + " of " + request.points(), recorded);
  }

  private void adjust(Recorded recorded, PointsAdjusted made) {
    if (made.approvedBy() == null) {
      isNew(recorded, made.adjustmentId());
      did(recorded, made.by());
    } else {
      agree(recorded, made.adjustmentId(), new Request(ADJUSTMENT, made.points(), made.by()), made.approvedBy());
    }
    adjusted.take(recorded, made);
  }

  private void agree(Recorded recorded, UUID id, Request made, StaffId approvedBy) {
    did(recorded, approvedBy);
    hold(made.toString(), Objects.toString(waiting.remove(id), NONE), recorded);
    if (approvedBy.equals(made.by())) {
      hold("another than " + made.by().value(), approvedBy.value(), recorded);
    }
  }

  private void give(Recorded recorded, TierOverridden given) {
    isNew(recorded, given.overrideId());
    did(recorded, given.by());
    hold(recorded.occurredAt().toString(), given.from().toString(), recorded);
    if (!given.until().isAfter(given.from())) {
      hold("after " + given.from(), given.until().toString(), recorded);
    }
    // What is given later takes its place.
    levels.replaceAll((id, until) -> until.isBefore(given.from()) ? until : given.from());
    levels.put(given.overrideId(), given.until());
    adjusted.take(recorded, given);
  }

  private void withdraw(Recorded recorded, TierOverrideWithdrawn end) {
    did(recorded, end.by());
    Instant until = levels.get(end.overrideId());
    boolean held = until != null && end.withdrawnAt().isBefore(until);
    hold("a level given", held ? "a level given" : NONE, recorded);
    levels.replace(end.overrideId(), end.withdrawnAt());
  }

  private void isNew(Recorded recorded, UUID id) {
    String name = "an id of its own";
    hold(name, known.add(id) ? name : id.toString(), recorded);
  }

  private void did(Recorded recorded, StaffId by) {
    hold(by.value(), Objects.requireNonNullElse(recorded.metadata().actor(), "nobody"), recorded);
  }

  private void hold(String expected, String found, Recorded recorded) {
    findings.hold(Kind.PERSON, null, null, expected, found, recorded.position());
  }
}
