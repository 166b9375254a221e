package io.anamnesis.query.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.projections.ProjectionContract;
import io.anamnesis.query.Lives;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.LiabilityTally;

/** Random ledgers: the views of points against a plain list of everything that was ever given and taken. */
class LedgerFoldProperties {
  private static final Programme STANDARD = Programme.standard();
  private static final Programme KEPT_FOR_EVER = new Programme(STANDARD.version(), STANDARD.zone(),
      STANDARD.expiryMonths(), STANDARD.qualifyingMonths(), STANDARD.validityMonths(), STANDARD.rules(),
      STANDARD.tiers(), STANDARD.monthlyCap(), STANDARD.expiryWarningDays(), null, STANDARD.referral(),
      STANDARD.adjustmentLimit(), STANDARD.review());

  @Property(tries = 300)
  void the_views_of_points_keep_the_contract_of_projections(@ForAll long seed) {
    List<Recorded> life = RandomLedger.of(new Random(seed), 60);
    ProjectionContract.holds(new PointsProjection(), life);
    ProjectionContract.holds(new LedgerProjection(), life);
    ProjectionContract.holds(new LiabilityTally(SiteZones.standardOnly()), life);
    ProjectionContract.holds(new TierProjection(LevelTerms.of(Programme.standard())), life);
    ProjectionContract.holds(new PortraitProjection(LevelTerms.of(Programme.standard()), SiteZones.standardOnly()),
        life);
  }

  @Property(tries = 500)
  void points_are_what_was_given_less_what_was_taken_of_lots_that_are_open_at_the_instant(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> life = RandomLedger.of(random, 60);
    Instant latest = life.stream().map(Recorded::occurredAt).max(Instant::compareTo).orElseThrow();
    Instant at = latest.minus(Duration.ofHours(24)).plus(Duration.ofMinutes(random.nextInt(60 * 24 * 60)));
    PointsProjection points = new PointsProjection();
    PointsFigures figures = points.answer(Lives.fold(points, life), at).figures();

    Booked booked = new Booked();
    life.forEach(booked::take);
    booked.endReservations(at);
    long repaid = Math.max(0, Math.min(booked.arrears, booked.sum(at, false)));
    assertThat(figures.available()).isEqualTo(booked.sum(at, false) - repaid);
    assertThat(figures.pending()).isEqualTo(booked.sum(at, true));
    assertThat(figures.reserved()).isEqualTo(booked.open.values().stream().mapToLong(PointsReserved::points).sum());
    assertThat(figures.lifetimeEarned()).isEqualTo(booked.earned);
    assertThat(figures.lifetimeSpent()).isEqualTo(booked.spent);
    assertThat(figures.arrears()).isEqualTo(booked.arrears - repaid);
    assertThat(figures.nextExpiry() == null ? 0 : figures.nextExpiry().points()).isEqualTo(booked.nextToExpire(at));
  }

  @Property(tries = 300)
  void where_levels_are_kept_for_ever_the_level_is_the_highest_of_those_told_and_not_revised_since(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> life = RandomLedger.of(random, 60).stream().filter(one -> !(one.event() instanceof LevelEvent))
        .toList();
    Instant at = Instant.parse("2024-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(1_200)));
    TierProjection tier = new TierProjection(LevelTerms.of(KEPT_FOR_EVER));
    List<Map.Entry<Instant, Integer>> told = new ArrayList<>();
    for (Recorded one : life) {
      if (one.event() instanceof TierReached level) {
        told.add(Map.entry(level.reachedAt(), level.level()));
      } else if (one.event() instanceof TierRevised revised) {
        told.removeIf(earlier -> !earlier.getKey().isBefore(revised.from()));
        revised.steps().forEach(step -> told.add(Map.entry(step.reachedAt(), step.level())));
      }
    }
    assertThat(tier.answer(Lives.fold(tier, life), at).figures().level()).isEqualTo(told.stream()
        .filter(level -> !level.getKey().isAfter(at)).mapToInt(Map.Entry::getValue).max().orElse(1));
  }

  /** Everything that was given (above zero) and taken (below), each with the dates of its lot. */
  private static final class Booked {
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Object, Instant> activeAt = new HashMap<>();
    private final Map<Object, PointsReserved> open = new HashMap<>();
    private long earned;
    private long spent;
    private long arrears;

    private record Piece(Object lot, Instant expiresAt, long points) {}

    void take(Recorded recorded) {
      switch (recorded.event()) {
        case PointsEarned award -> {
          give(award.lot());
          earned += award.points();
        }
        case PointsClawedBack clawback -> {
          without(clawback.from());
          arrears += clawback.owed();
          earned -= clawback.why() == Why.REFUND ? 0 : clawback.undone();
        }
        case ArrearsRepaid repaid -> {
          without(repaid.from());
          arrears -= repaid.points();
        }
        case ArrearsWrittenOff forgiven -> arrears -= forgiven.points();
        case PointsExpired expired -> without(expired.from());
        case PointsReserved reserved -> {
          without(reserved.from());
          open.put(reserved.redemptionId(), reserved);
        }
        case RedemptionConfirmed confirmed -> {
          open.remove(confirmed.redemptionId());
          spent += confirmed.points();
        }
        case RedemptionCancelled cancelled -> {
          cancelled.returned().forEach(back -> pieces.add(new Piece(back.lotId(), back.expiresAt(), back.points())));
          open.remove(cancelled.redemptionId());
          spent -= cancelled.confirmed() ? cancelled.points() : 0;
        }
        case PointsAdjusted adjusted -> {
          if (adjusted.lot() == null) {
            without(adjusted.from());
          } else {
            give(adjusted.lot());
          }
        }
        case OpeningBalanceBooked opening -> opening.lots().forEach(this::give);
        case AwardRestated restated -> earned += restated.by();
        case PointsSent sent -> without(sent.from());
        case PointsReceived received -> received.lots().forEach(one -> give(one.lot()));
        case TierReached level -> {
          // Moves no points.
        }
        case TierRevised levels -> {
          // Moves no points.
        }
        case LevelEvent said -> {
          // Moves no points.
        }
        case InteractionWithdrawn gone -> {
          // The clawback beside it moves points.
        }
        default -> throw new AssertionError(recorded.type());
      }
    }

    void endReservations(Instant at) {
      open.values().removeIf(reserved -> {
        boolean over = !reserved.expiresAt().isAfter(at);
        if (over) {
          reserved.from().forEach(one -> pieces.add(new Piece(one.lotId(), one.expiresAt(), one.points())));
        }
        return over;
      });
    }

    private void give(Lot lot) {
      activeAt.put(lot.lotId(), lot.activeAt());
      pieces.add(new Piece(lot.lotId(), lot.expiresAt(), lot.points()));
    }

    private void without(List<Allocation> taken) {
      taken.forEach(one -> pieces.add(new Piece(one.lotId(), one.expiresAt(), -one.points())));
    }

    long sum(Instant at, boolean pending) {
      return pieces.stream().filter(piece -> piece.expiresAt.isAfter(at))
          .filter(piece -> activeAt.get(piece.lot).isAfter(at) == pending).mapToLong(Piece::points).sum();
    }

    /** What is left in the lots whose expiry is the first among those with something left, or overdrawn. */
    long nextToExpire(Instant at) {
      Map<Instant, Map<Object, Long>> left = new java.util.TreeMap<>();
      pieces.stream().filter(piece -> piece.expiresAt.isAfter(at)).forEach(piece -> left
          .computeIfAbsent(piece.expiresAt, first -> new HashMap<>()).merge(piece.lot, piece.points, Long::sum));
      return left.values().stream().filter(lots -> lots.values().stream().anyMatch(points -> points != 0)).findFirst()
          .map(lots -> lots.values().stream().mapToLong(Long::longValue).sum()).orElse(0L);
    }
  }
}
