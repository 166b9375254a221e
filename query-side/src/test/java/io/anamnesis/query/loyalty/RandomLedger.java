package io.anamnesis.query.loyalty;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Money;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.Step;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Standing;
import io.anamnesis.query.Lives;

/**
 * A ledger that some decisions might have written: no more is taken from a lot than it holds. But for that it need not be one
 * that the rules would give, as whoever folds it must take it as it is.
 */
final class RandomLedger {
  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
  private static final List<RewardId> REWARDS = List.of(new RewardId("SPA"), new RewardId("TEA"));
  private static final Pooled POOL =
      new Pooled(new UUID(9, 9), new CustomerId("C-1"), List.of(new Share(new CustomerId("C-2"), 5)));
  private static final StaffId SOMEONE = new StaffId("S-1");

  private final Random random;
  private final List<Recorded> life = new ArrayList<>();
  private final List<Lot> lots = new ArrayList<>();
  private final Map<UUID, Long> left = new HashMap<>();
  private final List<PointsReserved> reserved = new ArrayList<>();
  private final List<PointsReserved> confirmed = new ArrayList<>();
  private Instant latest = BEGIN;

  private RandomLedger(Random random) {
    this.random = random;
  }

  static List<Recorded> of(Random random, int events) {
    RandomLedger ledger = new RandomLedger(random);
    while (ledger.life.size() < events) {
      ledger.step();
    }
    return ledger.life;
  }

  private void step() {
    // Facts come late, and so do the decisions on them.
    Instant at = BEGIN.plus(Duration.ofHours(random.nextInt(24 * 900)));
    latest = at.isAfter(latest) ? at : latest;
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> say(at, award(at));
      case 3 -> say(at, new PointsClawedBack(id(), "purchase.made", id(), Why.values()[random.nextInt(4)], "default-1",
          "purchase", at.minusSeconds(random.nextInt(1_000_000)), 1 + random.nextInt(50), 0, random.nextInt(9),
          List.of(), taken()));
      case 4 -> say(at, new ArrearsRepaid(1 + random.nextInt(5), taken()));
      case 5 -> say(at, random.nextBoolean()
          ? new ArrearsWrittenOff(id(), 1 + random.nextInt(5), new Sealed("r.1"), SOMEONE, SOMEONE)
          : new PointsExpired(1, taken(), at));
      case 6 -> {
        PointsReserved one = new PointsReserved(id(), REWARDS.get(random.nextInt(2)), 1, 1 + random.nextInt(50),
            taken(latest), latest, latest.plus(Duration.ofMinutes(15)), random.nextBoolean() ? null : POOL,
            random.nextBoolean() ? null : Money.zero(Lives.CNY), null);
        reserved.add(one);
        say(latest, one);
      }
      case 7 -> close();
      case 10 ->
        say(at, Lives.level(2 + random.nextInt(4), BEGIN.plus(Duration.ofDays(random.nextInt(900))).toString()));
      case 11 -> revise(at);
      case 12, 13 -> say(at, level(at));
      case 14 -> say(at, new AwardRestated(id(), "purchase.made", id(), "default-1", "purchase", at,
          random.nextInt(200) - 100));
      case 15 -> transfer(at);
      case 8 -> say(at, random.nextBoolean() || lots.isEmpty()
          ? new PointsAdjusted(id(), 7, new Sealed("r.2"), SOMEONE, null, lot(at, 7), List.of())
          : new PointsAdjusted(id(), -3, new Sealed("r.2"), SOMEONE, SOMEONE, null, taken()));
      default -> say(at, new OpeningBalanceBooked("OLD", List.of(lot(at, 11), lot(at, 12)), 23, SOMEONE, SOMEONE));
    }
  }

  private CustomerEvent level(Instant at) {
    UUID one = new UUID(5, random.nextInt(4));
    Instant then = at.plus(Duration.ofDays(1 + random.nextInt(300)));
    Standing held = new Standing(1 + random.nextInt(4), "default-1", then, null, null);
    return switch (random.nextInt(9)) {
      case 0 -> new TierRetained(held, 1, at, List.of());
      case 1 -> new TierGraceBegun(
          new Standing(2, "default-1", at, then, null), 1, at);
      case 2 -> new TierKept(held, 1, at, List.of());
      case 3 -> new TierFallSet(held.falling(then), 1, at);
      case 4 -> new TierDowngraded(5, held, LevelEvent.Reason.CLAWED_BACK, 1, at, List.of());
      case 5 -> new TierOverridden(one, 1 + random.nextInt(5), "default-1", at, then, new Sealed("c.1"), SOMEONE);
      case 6 -> new TierOverrideWithdrawn(one, at, new Sealed("c.1"), SOMEONE);
      case 7 -> new InteractionWithdrawn(one, "complaint.filed", id(), life.size() + 1L);
      default -> new CircumstanceNoted(one, "complaint.filed", one, "default-1",
          CircumstanceNoted.Kind.values()[random.nextInt(4)], "K-" + random.nextInt(2), at, 1 + random.nextInt(9),
          life.size() + 1L, then);
    };
  }

  private void transfer(Instant at) {
    CustomerId other = new CustomerId("C-2");
    if (random.nextBoolean()) {
      say(at, new PointsReceived(id(), other, id(), 30,
          List.of(new ReceivedLot(lot(at, 10), id()), new ReceivedLot(lot(at, 20), id()))));
      return;
    }
    List<Allocation> from = taken();
    if (!from.isEmpty()) {
      say(at, new PointsSent(id(), other, id(), null, from.getFirst().points(), from));
    }
  }

  private void revise(Instant at) {
    Instant from = at.plus(Duration.ofDays(random.nextInt(300)));
    List<Step> steps = new ArrayList<>();
    for (int level = 2; level < 2 + random.nextInt(3); level++) {
      Instant reached = from.plus(Duration.ofDays(level));
      steps.add(new Step(level - 1, level, 0, reached, reached.plus(Duration.ofDays(365))));
    }
    say(at, new TierRevised(id(), "default-1", from, 1, steps));
  }

  /** A redemption ends after it began. */
  private void close() {
    latest = latest.plus(Duration.ofMinutes(random.nextInt(60)));
    if (!reserved.isEmpty() && random.nextBoolean()) {
      PointsReserved one = reserved.remove(random.nextInt(reserved.size()));
      confirmed.add(one);
      say(latest,
          new RedemptionConfirmed(one.redemptionId(), one.reward(), 1, one.points(), one.from(), List.of(), one.pool(),
              one.toPay() == null ? null : new Sealed("c.1")));
    } else if (!reserved.isEmpty()) {
      say(latest, cancelled(reserved.remove(random.nextInt(reserved.size())), false));
    } else if (!confirmed.isEmpty()) {
      say(latest, cancelled(confirmed.remove(random.nextInt(confirmed.size())), true));
    }
  }

  private RedemptionCancelled cancelled(PointsReserved one, boolean wasConfirmed) {
    boolean later = random.nextBoolean();
    List<Returned> returned = one.from().stream().map(from -> new Returned(from.lotId(), from.points(),
        lots.stream().filter(lot -> lot.lotId().equals(from.lotId())).findFirst().orElseThrow().activeAt(),
        later ? latest.plus(Duration.ofDays(7)) : from.expiresAt())).toList();
    return new RedemptionCancelled(one.redemptionId(), one.reward(), 1, one.points(), wasConfirmed, Canceller.HOSPITAL,
        returned, List.of(), one.pool());
  }

  private PointsEarned award(Instant at) {
    Lot lot = lot(at, 1 + random.nextInt(900));
    return new PointsEarned(id(), "purchase.made", id(), 1, "default-1", "purchase", lot.points(), BigDecimal.ONE, 1,
        lot,
        List.of(), List.of(), null);
  }

  private Lot lot(Instant at, long points) {
    Lot lot = new Lot(id(), points, at, at.plus(Duration.ofDays(random.nextInt(2) * 7L)),
        at.plus(Duration.ofDays(1 + random.nextInt(500))));
    lots.add(lot);
    left.put(lot.lotId(), points);
    return lot;
  }

  private List<Allocation> taken() {
    return taken(Instant.MAX);
  }

  /** Of lots that are active at an instant: others are not set aside. */
  private List<Allocation> taken(Instant at) {
    List<Lot> open = lots.stream().filter(lot -> left.getOrDefault(lot.lotId(), 0L) > 0)
        .filter(lot -> !lot.activeAt().isAfter(at)).toList();
    if (open.isEmpty()) {
      return List.of();
    }
    Lot from = open.get(random.nextInt(open.size()));
    long points = 1 + random.nextInt((int) Math.min(30, left.getOrDefault(from.lotId(), 0L)));
    left.merge(from.lotId(), -points, Long::sum);
    return List.of(new Allocation(from.lotId(), points, from.expiresAt()));
  }

  private void say(Instant at, CustomerEvent event) {
    life.add(Lives.event(life.size() + 1, at.toString(), event));
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
