package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerOracle;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.events.loyalty.Programme;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Persons who adjust, write off, approve, reject and book opening balances at random, against the coins of {@link LedgerOracle}. */
public final class RandomPersons {
  private static final int ALONE = 10;
  private static final Programme PROGRAMME = programme(Long.valueOf(ALONE));
  private static final List<StaffId> STAFF = List.of(new StaffId("S-1"), new StaffId("S-2"), new StaffId("S-3"));
  private static final Sealed REASON = new Sealed("c.1");

  private final Random random;
  private final Ledger ledger;
  private final LedgerOracle oracle;
  private final Predicate<Supplier<List<LoyaltyEvent>>> record;
  private final PersonsRequests requests = new PersonsRequests();
  private final BookedAlone alone = new BookedAlone();
  private final Map<String, Integer> aloneOnDay = new HashMap<>();
  private Instant present = Instant.EPOCH;
  private final Map<UUID, Asked> waiting = new HashMap<>();
  private final Map<UUID, Kind> decided = new HashMap<>();

  private record Asked(Kind kind, int points, StaffId by) {}

  /** @param record tells whether it was decided, and not refused */
  RandomPersons(Random random, Ledger ledger, LedgerOracle oracle, Predicate<Supplier<List<LoyaltyEvent>>> record) {
    this.random = random;
    this.ledger = ledger;
    this.oracle = oracle;
    this.record = record;
  }

  public static Programme programme(@Nullable Long adjustmentLimit) {
    return programme(Programme.standard().version(), adjustmentLimit);
  }

  public static Programme programme(String version, @Nullable Long adjustmentLimit) {
    Programme standard = Programme.standard();
    return new Programme(version, standard.zone(), standard.expiryMonths(), standard.qualifyingMonths(),
        standard.validityMonths(), standard.rules(), standard.tiers(), standard.monthlyCap(),
        standard.expiryWarningDays(), standard.retention(), standard.referral(), adjustmentLimit, standard.review());
  }

  void heed(LoyaltyEvent event) {
    requests.evolve(event);
    if (event instanceof PointsAdjusted made) {
      alone.evolve(made, present);
    }
  }

  void act(Instant now) {
    present = now;
    switch (random.nextInt(6)) {
      case 0, 1 -> adjust(now);
      case 2 -> writeOff(now);
      case 3, 4 -> decide(now);
      default -> open(now);
    }
  }

  private void adjust(Instant now) {
    UUID id = id();
    int points = (random.nextBoolean() ? 1 : -1) * (1 + random.nextInt(2 * ALONE));
    StaffId by = anyone();
    boolean done = record.test(() -> decide(id, new Wish.Adjust(points, REASON), by, now));
    String day = by.value() + " " + now.atZone(ZoneId.of("Asia/Shanghai")).toLocalDate();
    if (aloneOnDay.getOrDefault(day, 0) + Math.abs(points) <= ALONE) {
      assertThat(done).as("booked at once").isEqualTo(adjusted(id, points, now));
      if (done) {
        aloneOnDay.merge(day, Math.abs(points), Integer::sum);
        decided.put(id, Kind.ADJUSTMENT);
      }
    } else {
      assertThat(done).as("asked for").isEqualTo(points > 0 || oracle.available(now) >= -points);
      if (done) {
        waiting.put(id, new Asked(Kind.ADJUSTMENT, points, by));
      }
    }
  }

  private boolean adjusted(UUID id, int points, Instant now) {
    if (points < 0) {
      return oracle.take(-points, now);
    }
    Instant expires = now.atZone(ZoneId.of("Asia/Shanghai")).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS)
        .plusMonths(13).toInstant();
    oracle.credit(List.of(new Lot(id, points, now, now, expires)), now);
    return true;
  }

  private void writeOff(Instant now) {
    UUID id = id();
    int points = 1 + random.nextInt(Math.max(2, oracle.arrears + 2));
    StaffId by = anyone();
    boolean asked = record.test(() -> decide(id, new Wish.WriteOff(points, REASON), by, now));
    assertThat(asked).isEqualTo(points <= oracle.arrears);
    if (asked) {
      waiting.put(id, new Asked(Kind.WRITE_OFF, points, by));
    }
  }

  private void decide(Instant now) {
    if (waiting.isEmpty()) {
      return;
    }
    UUID id = List.copyOf(waiting.keySet()).get(random.nextInt(waiting.size()));
    Asked asked = waiting.get(id);
    StaffId by = anyone();
    boolean approve = random.nextInt(4) > 0;
    Wish wish = approve ? new Wish.Approve(asked.kind()) : new Wish.Reject(asked.kind());
    boolean done = record.test(() -> decide(id, wish, by, now));
    assertThat(done).isEqualTo(!approve || (!by.equals(asked.by()) && approved(id, asked, now)));
    if (done) {
      waiting.remove(id);
      decided.put(id, asked.kind());
    }
  }

  private boolean approved(UUID id, Asked asked, Instant now) {
    return asked.kind() == Kind.ADJUSTMENT ? adjusted(id, asked.points(), now) : oracle.forgive(asked.points());
  }

  private void open(Instant now) {
    List<DatedPoints> told = new ArrayList<>();
    for (int lots = 1 + random.nextInt(3); lots > 0; lots--) {
      Instant earned = now.minus(Duration.ofDays(random.nextInt(200)));
      told.add(new DatedPoints(1 + random.nextInt(20), earned, now.plus(Duration.ofDays(random.nextInt(90) - 3))));
    }
    long total = told.stream().mapToLong(DatedPoints::points).sum();
    UUID approval = id();
    assertThat(record.test(() -> {
      List<LoyaltyEvent> booked = OpeningBooking.book(ledger,
          new OpeningBalanceApproved("OLD", told, total, STAFF.get(0), STAFF.get(1)), approval, now);
      oracle.credit(lots(booked.getFirst(), told), now);
      return booked;
    })).isTrue();
  }

  /** The lots as told: only what names them is the product's. */
  private static List<Lot> lots(LoyaltyEvent booked, List<DatedPoints> told) {
    List<Lot> named = ((OpeningBalanceBooked) booked).lots();
    assertThat(named).extracting(Lot::lotId).doesNotHaveDuplicates().hasSameSizeAs(told);
    List<Lot> lots = new ArrayList<>();
    for (DatedPoints one : told) {
      lots.add(new Lot(named.get(lots.size()).lotId(), one.points(), one.earnedAt(), one.earnedAt(), one.expiresAt()));
    }
    assertThat(named).isEqualTo(lots);
    return lots;
  }

  void areReplayedAlike(List<LoyaltyEvent> recorded) {
    PersonsRequests replayed = new PersonsRequests();
    recorded.forEach(replayed::evolve);
    assertThat(replayed).usingRecursiveComparison().isEqualTo(requests);
  }

  void whatIsDecidedIsNotDecidedAgain(Instant now) {
    decided.forEach((id, kind) -> {
      for (Wish wish : List.of(new Wish.Approve(kind), new Wish.Reject(kind))) {
        assertThat(refusal(() -> decide(id, wish, STAFF.getFirst(), now))).isEqualTo(Reason.ALREADY_DECIDED);
      }
    });
  }

  private static Reason refusal(Supplier<List<LoyaltyEvent>> decision) {
    try {
      throw new AssertionError("decided: " + decision.get());
    } catch (Refused refused) {
      return refused.reason();
    }
  }

  private List<LoyaltyEvent> decide(UUID id, Wish wish, StaffId by, Instant at) {
    return PersonsDeciding.decide(ledger, requests, alone, new PersonsCommand(new CustomerId("C-1"), id, wish, by, at),
        PROGRAMME);
  }

  private StaffId anyone() {
    return STAFF.get(random.nextInt(STAFF.size()));
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
