package io.anamnesis.command.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Money;
import io.anamnesis.events.Original;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Intercepted;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Days of random lives, cut anywhere, against sums that the test keeps while it makes them up; the seed is in every message. */
class DayFoldTest {
  private static final EventDecoder DECODER = new EventDecoder(EventCatalogue.standard());
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());
  private static final BusinessDays DAYS = new BusinessDays(ZoneId.of("Asia/Shanghai"));
  private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2027-04-01T00:00:00Z");
  private static final List<String> CURRENCIES = List.of("CNY", "USD", "JPY");
  private static final Map<String, String> KINDS =
      Map.of("purchase.made", "purchases", "purchase.refunded", "refunds", "cost.booked", "costs");
  private static final int TRIES = 25;

  private static HikariDataSource database;
  private static PostgresEventLog log;

  @BeforeAll
  static void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterAll
  static void close() {
    log.close();
    database.close();
  }

  /** A fact that was told, and what its source says of it now: {@code null} where it took it back. */
  private static final class Said {
    private final String type;
    private final StoredEvent event;
    private @Nullable String currency;
    private @Nullable BigDecimal amount;

    Said(String type, StoredEvent event, String currency, BigDecimal amount) {
      this.type = type;
      this.event = event;
      this.currency = currency;
      this.amount = amount;
    }
  }

  /** What a hospital tells and decides by chance, and what that comes to. */
  private static final class Lives {
    private final Random random;
    private final List<Said> said = new ArrayList<>();
    private final List<PointsReserved> open = new ArrayList<>();
    private final List<RedemptionConfirmed> confirmed = new ArrayList<>();
    private long points;
    private long reserved;
    private long arrears;

    Lives(Random random) {
      this.random = random;
    }

    void goOn() {
      switch (random.nextInt(8)) {
        case 0, 1 -> tell();
        case 2 -> sayOtherwise();
        case 3, 4 -> earn();
        case 5 -> lose();
        case 6 -> reserve();
        default -> end();
      }
    }

    private void tell() {
      String type = List.copyOf(new TreeMap<>(KINDS).keySet()).get(random.nextInt(3));
      String currency = CURRENCIES.get(random.nextInt(3));
      BigDecimal amount = amount();
      StoredEvent event = append(type, content(type, currency, amount), metadata(null));
      said.add(new Said(type, event, currency, amount));
    }

    private BigDecimal amount() {
      return BigDecimal.valueOf(random.nextInt(2_000_000), random.nextInt(5));
    }

    private String content(String type, String currency, BigDecimal amount) {
      String form = switch (type) {
        case "purchase.made" ->
          "{\"purchaseId\":\"P\",\"currency\":\"%s\",\"lines\":[{\"amount\":\"%s\"},{\"amount\":\"0\"}]}";
        case "cost.booked" -> "{\"currency\":\"%s\",\"amount\":\"%s\"}";
        default -> random.nextBoolean()
            ? "{\"purchaseId\":\"P\",\"currency\":\"%s\",\"amount\":\"%s\"}"
            : "{\"purchaseId\":\"P\",\"currency\":\"%s\",\"lines\":[{\"line\":1,\"amount\":\"%s\"}]}";
      };
      return form.formatted(currency, amount.toPlainString());
    }

    private static Metadata metadata(@Nullable Original original) {
      return new Metadata("/till", UUID.randomUUID().toString(), null, null, null, null, null, null, original);
    }

    private void sayOtherwise() {
      if (said.isEmpty()) {
        return;
      }
      Said one = said.get(random.nextInt(said.size()));
      StoredEvent event = one.event;
      Original original = new Original(event.eventId(), one.type, 1, event.position(), event.occurredAt(),
          event.recordedAt());
      if (random.nextInt(3) == 0) {
        append("fact.withdrawn", "{\"withdraws\":{\"source\":\"/till\",\"id\":\"1\"}}", metadata(original));
        one.amount = null;
      } else {
        one.currency = CURRENCIES.get(random.nextInt(3));
        one.amount = amount();
        append("fact.corrected", "{\"corrects\":{\"source\":\"/till\",\"id\":\"1\"},\"data\":"
            + content(one.type, one.currency, one.amount) + "}", metadata(original));
      }
    }

    private void earn() {
      long more = 1L + random.nextInt(1_000);
      decide(new PointsEarned(UUID.randomUUID(), "signin.made", UUID.randomUUID(), 1, "default", "sign-in", more,
          BigDecimal.ONE, 1, new Lot(UUID.randomUUID(), more, THEN, THEN, LATER), List.of(), List.of(), null));
      points += more;
    }

    private void lose() {
      long some = Math.min(points - reserved, random.nextInt(500));
      long owed = random.nextInt(10);
      if (random.nextBoolean()) {
        decide(new PointsClawedBack(UUID.randomUUID(), "purchase.made", UUID.randomUUID(), Why.REFUND, "default", "p",
            THEN, some + owed, some, owed, List.of(), lots(some)));
        arrears += owed;
      } else {
        decide(new PointsExpired(some, lots(some), LATER));
      }
      points -= some;
    }

    private void reserve() {
      long some = Math.min(points - reserved, 1 + random.nextInt(300));
      PointsReserved aside =
          new PointsReserved(UUID.randomUUID(), new RewardId("R-1"), 1, some, lots(some), THEN, LATER);
      decide(aside);
      open.add(aside);
      reserved += some;
    }

    private void end() {
      if (!confirmed.isEmpty() && random.nextInt(3) == 0) {
        RedemptionConfirmed one = confirmed.removeLast();
        long lost = one.points() / 3;
        decide(cancelled(one.redemptionId(), one.points(), lost, true));
        points += one.points() - lost;
      } else if (!open.isEmpty()) {
        PointsReserved one = open.removeLast();
        reserved -= one.points();
        if (random.nextBoolean()) {
          RedemptionConfirmed spent = new RedemptionConfirmed(one.redemptionId(), one.reward(), 1, one.points(),
              one.from(), List.of());
          decide(spent);
          confirmed.add(spent);
          points -= one.points();
        } else {
          long lost = one.points() / 2;
          decide(cancelled(one.redemptionId(), one.points(), lost, false));
          points -= lost;
        }
      }
    }

    private static RedemptionCancelled cancelled(UUID id, long points, long lost, boolean confirmed) {
      return new RedemptionCancelled(id, new RewardId("R-1"), 1, points, confirmed, Canceller.HOSPITAL,
          List.of(new Returned(UUID.randomUUID(), points - lost, THEN, LATER)), lots(lost));
    }

    private static List<Allocation> lots(long points) {
      return List.of(new Allocation(UUID.randomUUID(), points / 2, LATER),
          new Allocation(UUID.randomUUID(), points - points / 2, LATER));
    }

    private void decide(CustomerEvent decision) {
      String type = EventCatalogue.standard().typesOf(Set.of(decision.getClass())).iterator().next();
      append(type, CODEC.encode(decision), Metadata.NONE);
    }

    private StoredEvent append(String type, String payload, Metadata metadata) {
      int revision = EventCatalogue.standard().find(type).orElseThrow().revision();
      UUID id = UUID.randomUUID();
      log.append(Append.of(new NewEvent(id, null, null, "C-1", type, revision, THEN, payload,
          EventDecoder.encode(metadata))));
      return log.find(id).orElseThrow();
    }

    private Map<String, String> money() {
      Map<String, BigDecimal> sums = new TreeMap<>();
      for (Said one : said) {
        if (one.amount != null) {
          sums.merge(one.currency + " " + KINDS.get(one.type), one.amount, BigDecimal::add);
        }
      }
      Map<String, String> told = new TreeMap<>();
      sums.forEach((of, sum) -> told.put(of, Money.text(sum)));
      return told;
    }
  }

  @Test
  void whatever_happens_each_day_goes_on_from_the_one_before_and_the_last_comes_to_the_sum_of_all() throws Exception {
    for (int i = 0; i < TRIES; i++) {
      long seed = new Random().nextLong();
      Random random = new Random(seed);
      Lives lives = new Lives(random);
      long from = log.head();
      Day before = null;
      LocalDate date = LocalDate.of(2026, 3, 1);
      for (int day = 0; day < 4; day++) {
        int events = random.nextInt(25);
        for (int event = 0; event < events; event++) {
          lives.goOn();
        }
        Day closed = folded(date.plusDays(day), before, from, log.head());
        assertThat(closed.facts().count() + closed.decisions().count()).as("seed %d", seed)
            .isEqualTo(log.head() - from);
        assertGoesOn(before, closed, seed);
        assertSums(lives, closed, seed);
        before = closed;
        from = log.head();
      }
    }
  }

  private static Day folded(LocalDate date, @Nullable Day before, long from, long to) throws InterruptedException {
    DayFold fold = new DayFold(DAYS, date, before, log, DECODER);
    log.scan(from, to, page -> page.forEach(fold::add));
    return fold.closed(to, null);
  }

  private static void assertGoesOn(@Nullable Day before, Day day, long seed) {
    Day.Points points = day.points();
    assertThat(points.opening()).as("seed %d", seed).isEqualTo(before == null ? 0 : before.points().closing());
    assertThat(points.closing()).as("seed %d", seed).isEqualTo(points.opening() + points.credited() - points.debited())
        .isEqualTo(points.opening() + points.movements().stream().mapToLong(Day.Movement::points).sum());
    day.money().forEach(line -> assertThat(new BigDecimal(line.closing())).as("seed %d", seed)
        .isEqualByComparingTo(new BigDecimal(line.opening()).add(new BigDecimal(line.told()))
            .add(new BigDecimal(line.corrected())).add(new BigDecimal(line.withdrawn()))));
    if (before != null) {
      Map<String, String> opening = new TreeMap<>();
      day.money().forEach(line -> opening.put(line.currency() + line.kind(), line.opening()));
      before.money().forEach(
          line -> assertThat(opening).as("seed %d", seed).containsEntry(line.currency() + line.kind(), line.closing()));
    }
    assertThat(day.differences()).as("seed %d", seed).isEmpty();
  }

  private static void assertSums(Lives lives, Day day, long seed) {
    assertThat(day.points().closing()).as("seed %d", seed).isEqualTo(lives.points);
    assertThat(day.points().reserved().closing()).as("seed %d", seed).isEqualTo(lives.reserved);
    assertThat(day.points().arrears().closing()).as("seed %d", seed).isEqualTo(lives.arrears);
    Map<String, String> money = new TreeMap<>();
    day.money().stream().filter(line -> new BigDecimal(line.closing()).signum() != 0)
        .forEach(line -> money.put(line.currency() + " " + line.kind(), line.closing()));
    Map<String, String> expected = lives.money();
    expected.values().removeIf("0.00"::equals);
    assertThat(money).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void an_event_whose_points_are_not_those_of_its_lots_and_one_that_cannot_be_read_are_told() throws Exception {
    long from = log.head();
    Lives lives = new Lives(new Random(1));
    lives.decide(new PointsExpired(7, Lives.lots(5), LATER));
    lives.append("cost.booked", "{\"currency\":\"no\"}", Lives.metadata(null));

    Day day = folded(LocalDate.of(2026, 3, 1), null, from, log.head());

    assertThat(day.differences()).containsExactly(new Day.Difference("sum", from + 1, "5", "7"),
        new Day.Difference("unreadable", from + 2, null, "cost.booked"),
        new Day.Difference("negative", from + 2, "0", "points -5"));
  }

  @Test
  void a_source_that_never_names_itself_twice_alike_does_not_make_the_report_endless() {
    FactCounts counts = new FactCounts(THEN);
    for (int i = 1; i <= Room.ROWS + 3; i++) {
      counts.addFact(new StoredEvent(i, UUID.randomUUID(), null, null, "C-1", "signin.made", 1, THEN, THEN, "{}", "{}"),
          "/s/" + i);
    }
    assertThat(counts.facts().count()).isEqualTo(Room.ROWS + 3);
    assertThat(counts.facts().bySource()).hasSize(Room.ROWS);
    assertThat(counts.facts().unlisted()).isEqualTo(3);
  }

  /** The longest sources that are taken, and of them those that take the most to write. */
  @Test
  void sources_as_long_as_they_may_be_do_not_make_the_report_one_that_cannot_be_read() throws Exception {
    long from = log.head();
    int facts = Room.ROWS + 3;
    for (int i = 0; i < facts; i++) {
      Metadata metadata = new Metadata("\"".repeat(494) + (100_000 + i), UUID.randomUUID().toString(), null, null, null,
          null, null, null, null);
      log.append(
          Append.of(new NewEvent(UUID.randomUUID(), null, null, "C-1", "x." + "\\".repeat(190) + i, 1, THEN, "{}",
              EventDecoder.encode(metadata))));
    }

    Day day = folded(LocalDate.of(2026, 3, 1), null, from, log.head());

    assertThat(EventCodec.mapper().writeValueAsString(day).length()).isLessThan(Room.CHARACTERS + 1_500);
    assertThat(day.facts().bySource()).hasSizeGreaterThan(50);
    assertThat(day.facts().unlisted()).isEqualTo(facts - day.facts().bySource().size());
    assertThat(day.facts().count()).isEqualTo(facts);
  }

  /** A decision or a fact: what a newer build would have counted is not known here. */
  @Test
  void an_event_of_a_type_that_only_a_newer_build_knows_is_not_passed_over() {
    DayFold fold = new DayFold(DAYS, LocalDate.of(2026, 3, 1), null, log, DECODER);
    for (Metadata metadata : List.of(Metadata.NONE, Lives.metadata(null))) {
      StoredEvent newer =
          new StoredEvent(1, UUID.randomUUID(), null, null, "C-1", "loyalty.points-minted", 1, THEN, THEN,
              "{}", EventDecoder.encode(metadata));
      assertThatExceptionOfType(UnknownRevision.class).isThrownBy(() -> fold.add(newer))
          .withMessageContaining("loyalty.points-minted");
    }
  }

  @Test
  void however_many_events_contradict_themselves_what_is_below_nothing_is_told() throws Exception {
    long from = log.head();
    Lives lives = new Lives(new Random(1));
    for (int i = 0; i < 103; i++) {
      lives.decide(new PointsExpired(7, Lives.lots(5), LATER));
    }

    Day day = folded(LocalDate.of(2026, 3, 1), null, from, log.head());

    assertThat(day.differences()).filteredOn(one -> one.kind().equals("sum")).hasSize(100);
    assertThat(day.differences()).contains(new Day.Difference("negative", log.head(), "0", "points " + -5 * 103));
    assertThat(day.unlistedDifferences()).isEqualTo(3);
  }

  /** One subject has many facts, and all of them are said otherwise: the life is not gone through for each. */
  @Test
  void what_was_said_of_a_subject_is_read_once_a_day() throws Exception {
    Lives lives = new Lives(new Random(2));
    List<Original> originals = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      StoredEvent fact =
          lives.append("cost.booked", lives.content("cost.booked", "CNY", BigDecimal.TEN), Lives.metadata(null));
      originals
          .add(new Original(fact.eventId(), fact.type(), 1, fact.position(), fact.occurredAt(), fact.recordedAt()));
    }
    correct(lives, originals, "11");
    long from = log.head();
    correct(lives, originals, "13");
    AtomicInteger reads = new AtomicInteger();
    EventLog counting = Intercepted.of(EventLog.class, (method, arguments) -> {
      reads.addAndGet(method.getName().equals("readSubject") ? 1 : 0);
      return Intercepted.passOn(log, method, arguments);
    });

    DayFold fold = new DayFold(DAYS, LocalDate.of(2026, 3, 1), null, counting, DECODER);
    log.scan(from, log.head(), page -> page.forEach(fold::add));

    assertThat(fold.closed(log.head(), null).money()).extracting(Day.Money::corrected).containsExactly("60.00");
    assertThat(reads.get()).isLessThan(10);
  }

  private static void correct(Lives lives, List<Original> originals, String amount) {
    for (Original original : originals) {
      lives.append("fact.corrected", "{\"corrects\":{\"source\":\"/till\",\"id\":\"1\"},\"data\":"
          + lives.content(original.type(), "CNY", new BigDecimal(amount)) + "}", Lives.metadata(original));
    }
  }
}
