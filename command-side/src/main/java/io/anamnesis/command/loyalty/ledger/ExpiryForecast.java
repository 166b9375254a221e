package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which warnings that points will expire are due, as a pure function of an account's recorded life. The version that was in
 * force for what gave the points says how long before.
 */
public final class ExpiryForecast {
  private final ProgrammeVersions versions;

  public ExpiryForecast(ProgrammeVersions versions) {
    this.versions = versions;
  }

  /** A warning, so many local days before an expiry. */
  public record Warning(Instant at, Instant expiresAt, int days) {
    static final Comparator<Warning> ORDER =
        Comparator.comparing(Warning::at).thenComparing(Warning::expiresAt).thenComparingInt(Warning::days);
  }

  /** @param points that would expire */
  public record Due(Warning warning, long points) {}

  /** What an event gives occasion to warn of later. An instant that had passed when it was recorded never warns. */
  public List<Warning> foreseen(Recorded event) {
    List<Instant> expiries = expiries(event);
    if (expiries.isEmpty()) {
      return List.of();
    }
    Programme programme = event.event() instanceof PointsEarned award
        ? versions.version(award.programme())
        : versions.inForceAt(event.occurredAt(), event.position());
    List<Warning> warnings = new ArrayList<>();
    for (Instant expiresAt : expiries) {
      for (int days : programme.expiryWarningDays()) {
        Instant at = expiresAt.atZone(programme.zone()).minusDays(days).toInstant();
        if (at.isAfter(event.recordedAt())) {
          warnings.add(new Warning(at, expiresAt, days));
        }
      }
    }
    return warnings;
  }

  private static List<Instant> expiries(Recorded event) {
    return switch (event.event()) {
      case PointsEarned award -> List.of(award.lot().expiresAt());
      case PointsAdjusted adjusted when adjusted.lot() != null -> List.of(adjusted.lot().expiresAt());
      case OpeningBalanceBooked opening -> opening.lots().stream().map(Lot::expiresAt).distinct().toList();
      case RedemptionCancelled cancelled -> cancelled.returned().stream().map(Returned::expiresAt).distinct().toList();
      case PointsReceived received -> received.lots().stream().map(one -> one.lot().expiresAt()).distinct().toList();
      default -> List.of();
    };
  }

  /**
   * What is to be said by now, in the order in which it fell due: where there was something to expire when it fell due, by what
   * had been recorded then, and something is left, and the points have not expired. What was missed is said late; of several
   * for one expiry only the last, as the others would say the same with a greater distance.
   *
   * @param life of the account, in the log's order
   */
  public List<Due> due(List<Recorded> life, Instant now) {
    Ledger ledger = new Ledger();
    Map<Instant, Warning> last = new TreeMap<>();
    Map<Instant, Integer> given = new TreeMap<>();
    List<Warning> fallen = fallen(life, now);
    int next = 0;
    for (Recorded event : life) {
      for (; next < fallen.size() && !fallen.get(next).at().isAfter(event.recordedAt()); next++) {
        keepLast(last, fallen.get(next), ledger);
      }
      if (event.event() instanceof PointsWillExpire warned) {
        given.merge(warned.expiresAt(), warned.days(), Math::min);
      }
      ledger.evolve((LoyaltyEvent) event.event());
    }
    for (; next < fallen.size(); next++) {
      keepLast(last, fallen.get(next), ledger);
    }
    return last.values().stream()
        .filter(warning -> given.getOrDefault(warning.expiresAt(), Integer.MAX_VALUE) > warning.days())
        .map(warning -> new Due(warning, free(ledger, warning.expiresAt()))).filter(due -> due.points() > 0)
        .sorted(Comparator.comparing(Due::warning, Warning.ORDER)).toList();
  }

  private List<Warning> fallen(List<Recorded> life, Instant now) {
    Set<Warning> foreseen = new HashSet<>();
    life.forEach(event -> foreseen.addAll(foreseen(event)));
    return foreseen.stream().filter(warning -> !warning.at().isAfter(now) && warning.expiresAt().isAfter(now))
        .sorted(Warning.ORDER).toList();
  }

  private static void keepLast(Map<Instant, Warning> last, Warning warning, Ledger then) {
    if (free(then, warning.expiresAt()) > 0) {
      last.put(warning.expiresAt(), warning);
    }
  }

  private static long free(Ledger ledger, Instant expiresAt) {
    return ledger.lots().stream().filter(lot -> lot.expiresAt().equals(expiresAt)).mapToLong(HeldLot::free)
        .reduce(0, Math::addExact);
  }
}
