package io.anamnesis.command.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.ledger.ExpiryForecast.Due;
import io.anamnesis.command.loyalty.ledger.ExpiryForecast.Warning;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.Programme;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random lives with outages: who was warned of what, and when, against a plain count of what lay where at each instant. */
class ExpiryForecastProperties {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final List<Integer> DAYS = List.of(30, 7);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final StaffId SOMEONE = new StaffId("S-1");

  /** Points that lay free in lots of each expiry from an instant of recording on. */
  private record Picture(Instant from, Map<Instant, Long> free) {}

  private record Given(Instant expiresAt, int days, long points, Instant dated) {}

  private static final class Life {
    final Random random;
    final ExpiryForecast forecast = new ExpiryForecast(ProgrammeVersions.only(Programme.standard()));
    final List<Recorded> life = new ArrayList<>();
    final List<Picture> pictures = new ArrayList<>();
    final Map<Instant, Long> free = new TreeMap<>();
    final List<PointsReserved> reserved = new ArrayList<>();
    final Map<UUID, Lot> lots = new TreeMap<>();
    final Map<UUID, Long> left = new TreeMap<>();
    final Set<Instant> dues = new HashSet<>();
    final List<Given> expected = new ArrayList<>();
    final List<Given> given = new ArrayList<>();
    Instant now = BEGIN;

    Life(Random random) {
      this.random = random;
    }

    void step() {
      now = now.plus(Duration.ofHours(1 + random.nextInt(24 * 12)));
      switch (random.nextInt(6)) {
        case 0, 1 -> give();
        case 2 -> spend();
        case 3 -> giveBack();
        default -> wake();
      }
    }

    private void give() {
      Instant expires = now.atZone(ZONE).plusDays(random.nextInt(70) - 10).toLocalDate().atStartOfDay(ZONE).toInstant();
      Lot lot = new Lot(id(), 1 + random.nextInt(9), now.minus(Duration.ofDays(300)), now.minus(Duration.ofDays(300)),
          expires);
      lots.put(lot.lotId(), lot);
      left.put(lot.lotId(), lot.points());
      free.merge(expires, lot.points(), Long::sum);
      record(new PointsAdjusted(lot.lotId(), lot.points(), new Sealed("c.1"), SOMEONE, null, lot, List.of()));
    }

    private void spend() {
      List<Lot> open = lots.values().stream().filter(lot -> left.get(lot.lotId()) > 0).toList();
      if (open.isEmpty()) {
        return;
      }
      Lot lot = open.get(random.nextInt(open.size()));
      long points = random.nextBoolean() ? left.get(lot.lotId()) : 1;
      List<Allocation> from = List.of(new Allocation(lot.lotId(), points, lot.expiresAt()));
      left.merge(lot.lotId(), -points, Long::sum);
      free.merge(lot.expiresAt(), -points, Long::sum);
      PointsReserved one = new PointsReserved(id(), new RewardId("R"), 1, points, from, now, now.plusSeconds(900));
      reserved.add(one);
      record(one);
    }

    private void giveBack() {
      if (reserved.isEmpty()) {
        return;
      }
      PointsReserved one = reserved.remove(random.nextInt(reserved.size()));
      Allocation part = one.from().getFirst();
      left.merge(part.lotId(), part.points(), Long::sum);
      free.merge(part.expiresAt(), part.points(), Long::sum);
      record(new RedemptionCancelled(one.redemptionId(), one.reward(), 1, one.points(), false, Canceller.HOSPITAL,
          List.of(new Returned(part.lotId(), part.points(), lots.get(part.lotId()).activeAt(), part.expiresAt())),
          List.of()));
    }

    private void record(LoyaltyEvent event) {
      Recorded recorded = new Recorded(life.size() + 1, id(), "points-account:C-1", (long) life.size(), "C-1", "any", 1,
          now, now, Metadata.NONE, event);
      life.add(recorded);
      pictures.add(new Picture(now, new TreeMap<>(free)));
      forecast.foreseen(recorded).stream().map(Warning::at).forEach(dues::add);
    }

    /** As if nothing ran since the last time. */
    private void wake() {
      expect();
      for (Due due : forecast.due(life, now)) {
        Warning warning = due.warning();
        given.add(new Given(warning.expiresAt(), warning.days(), due.points(), warning.at()));
        record(new PointsWillExpire(due.points(), warning.expiresAt(), warning.days()));
      }
      assertThat(forecast.due(life, now)).as("nothing twice").isEmpty();
      assertThat(given).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void expect() {
      for (Instant expires : free.keySet()) {
        if (!expires.isAfter(now) || free.get(expires) == 0) {
          continue;
        }
        DAYS.stream().sorted().filter(days -> {
          Instant at = before(expires, days);
          return !at.isAfter(now) && lay(expires, at) > 0;
        }).findFirst()
            .filter(days -> expected.stream().noneMatch(one -> one.expiresAt.equals(expires) && one.days <= days))
            .ifPresent(days -> {
              assertThat(dues).as("somebody would have been woken").contains(before(expires, days));
              expected.add(new Given(expires, days, free.get(expires), before(expires, days)));
            });
      }
    }

    private static Instant before(Instant expires, int days) {
      return expires.atZone(ZONE).toLocalDate().minusDays(days).atStartOfDay(ZONE).toInstant();
    }

    /** What had been recorded before an instant. */
    private long lay(Instant expires, Instant at) {
      long points = 0;
      for (Picture picture : pictures) {
        if (picture.from.isBefore(at)) {
          points = picture.free.getOrDefault(expires, 0L);
        }
      }
      return points;
    }

    private UUID id() {
      return new UUID(random.nextLong(), random.nextLong());
    }
  }

  @Property(tries = 500)
  void each_is_warned_once_of_what_lay_there_in_time_and_is_left_and_of_nothing_else(@ForAll long seed) {
    Life life = new Life(new Random(seed));
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    life.wake();
  }

  @Property(tries = 100)
  void a_clock_that_never_stops_warns_at_each_distance(@ForAll long seed) {
    Life life = new Life(new Random(seed));
    life.give();
    Instant expires = life.lots.values().iterator().next().expiresAt();
    while (life.now.isBefore(expires)) {
      life.now = life.now.plus(Duration.ofHours(12));
      life.wake();
    }
    List<Integer> due = DAYS.stream().filter(days -> Life.before(expires, days).isAfter(BEGIN)).toList();
    assertThat(life.given).extracting(Given::days).isEqualTo(due);
  }
}
