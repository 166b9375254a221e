package io.anamnesis.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.command.referral.Story.Tale;
import io.anamnesis.command.referral.Story.Told;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.events.audit.AuditEvent.Reference;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.Referral;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeDrafted;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammePublished;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Policy;
import io.anamnesis.projections.Timetable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.common.caching.NoCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random stories on a real log, told in any order of occurrence, taken in any order between people, cut off by failures and
 * taken again: in the end every account has what the whole story is worth.
 */
class ReferralProperties {
  private static final int STORIES = 25;
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<Integer, Recorded> originals = new HashMap<>();
  private HikariDataSource database;
  private PostgresEventLog log;
  private LoyaltyCommands loyalty;
  private ReferralCommands referrals;
  private Policy policy;
  private Timetable clock;
  private int untilFailure = Integer.MAX_VALUE;
  private final List<String> reads = new ArrayList<>();
  private long lookedFor;
  private long sent;

  @BeforeEach
  void start(@TempDir Path folder) {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
    EventLog failing = failing(log);
    LogRegister<Programmes> programmes = new LogRegister<>(log, new LogTail(log, decoder), decoder,
        Set.of(ProgrammeEvent.class), Programmes.standard(), Programmes::with);
    loyalty = LoyaltyCommands.start(failing, EventCatalogue.standard(), database, NoCache.INSTANCE);
    referrals = ReferralCommands.start(failing, EventCatalogue.standard(),
        TinkPersonalData.open(database, folder.resolve("kek")), programmes, loyalty.referralRewards());
    policy = referrals.policy();
    clock = referrals.clock();
    publish();
  }

  @AfterEach
  void stop() {
    referrals.close();
    loyalty.close();
    log.close();
    database.close();
  }

  @Test
  void in_any_order_of_arrival_every_account_has_what_the_whole_story_is_worth() throws Exception {
    long rewarded = 0;
    for (int number = 0; number < STORIES; number++) {
      originals.clear();
      List<String> referrers = List.of("A" + number, "B" + number);
      List<String> referred = List.of("R" + number, "S" + number, "T" + number, "A" + number);
      Story story = tell(referrers, referred);
      Map<String, Long> expected = new ReferralOracle(story.standing).points();
      assertThat(points(number)).as("seed %d, story %d: %s", seed, number, story.standing).isEqualTo(expected);
      rewarded += expected.size();
    }
    assertThat(rewarded).as("stories of which something comes").isGreaterThan(STORIES / 2);
    assertThat(count("referral.reward-revoked")).as("rewards that moved").isPositive();
    long before = log.head();
    wakeAll("A0", "B0", "R0", "S0", "T0");
    assertThat(log.head()).as("what is settled stays").isEqualTo(before);
  }

  @Test
  void who_is_told_again_and_again_to_have_been_referred_by_the_same_is_claimed_once() throws Exception {
    for (int night = 20; night > 0; night--) {
      tell("R", "customer.registered", night, "A");
    }
    assertThat(count("referral.claim-noted")).as("each told before those known moves the claim").isEqualTo(39);
    long before = log.head();
    for (int night = 21; night < 120; night++) {
      tell("R", "customer.registered", night, "A");
    }
    assertThat(log.head() - before).as("nothing but the facts").isEqualTo(99);
    tell("R", "customer.registered", 120, "B");
    tell("R", "customer.registered", 121, "A");
    assertThat(count("referral.claim-noted")).as("another, and the first anew").isEqualTo(41);
  }

  @Test
  void who_claims_a_person_again_and_again_makes_no_decision_longer() throws Exception {
    for (int day = 0; day < 40; day++) {
      tell("A", "referral.made", day, "R");
    }
    assertThat(count("referral.claim-noted")).isEqualTo(40);
    assertThat(count("referral.decided")).isLessThan(6);
    assertThat(count("referral.standing-changed")).isLessThan(6);
    query("select max(json_array_length(payload::json -> 'claims')) from log.event where type = 'referral.decided'",
        row -> assertThat(row.getLong(1)).isLessThanOrEqualTo(3));
  }

  @Test
  void what_a_person_does_after_the_referral_is_settled_reads_nothing_of_the_referrer() throws Exception {
    tell("A7", "referral.made", 0, "R7");
    tell("B7", "referral.made", 0, "S7");
    tell("R7", "visit.completed", 4, "outpatient");
    assertThat(readOf("A7", () -> tell("R7", "visit.completed", 5, "outpatient"))).as("came").isZero();
    assertThat(readOf("B7", () -> tell("S7", "visit.completed", 31, "outpatient"))).as("too late").isPositive();
    assertThat(readOf("B7", () -> tell("S7", "visit.completed", 32, "outpatient"))).as("has lapsed").isZero();
    assertThat(readOf("B7", () -> tell("S7", "visit.completed", 6, "outpatient"))).as("in time").isPositive();
    assertThat(points(7)).isEqualTo(Map.of("A7 referral-first-visit", 100L, "B7 referral-first-visit", 100L));
  }

  @Test
  void to_post_the_rewards_of_one_person_costs_as_much_whoever_else_was_brought() throws Exception {
    long ofTheFirst = lookedForOf("P0", 0);
    for (int person = 1; person < 8; person++) {
      lookedForOf("P" + person, 31 * person);
    }
    assertThat(lookedForOf("P8", 31 * 8)).isEqualTo(ofTheFirst).isPositive();
  }

  private long lookedForOf(String person, int day) throws Exception {
    lookedFor = 0;
    tell("A", "referral.made", day, person);
    tell(person, "visit.completed", day + 4, "outpatient");
    return lookedFor;
  }

  @Test
  void of_a_long_life_only_what_bears_on_referrals_is_read() throws Exception {
    for (int day = 0; day < 200; day++) {
      append("L", "signin.made", Story.FIRST, "{}", Metadata.NONE);
    }
    tell("R", "customer.registered", 0, "L");
    sent = 0;
    tell("L", "customer.registered", 1, "M");
    tell("R", "visit.completed", 2, "outpatient");
    assertThat(sent).isLessThan(50);
  }

  @Test
  void a_reward_that_a_refund_takes_back_was_earned_all_the_same() throws Exception {
    tell("A7", "referral.made", 0, "R7");
    tell("R7", "visit.completed", 4, "outpatient");
    tell("R7", "purchase.made", 5, "P", 25_000);
    wake("R7", Story.FIRST.plusSeconds(86_400L * 15));
    tell("R7", "purchase.refunded", 20, "P", 25_000);
    assertThat(points(7)).isEqualTo(Map.of("A7 referral-first-visit", 100L));
    assertThat(count("loyalty.points-clawed-back")).isEqualTo(2);
    assertThat(count("loyalty.award-restated")).isZero();
  }

  @Test
  void of_three_who_come_in_a_month_two_count_and_the_third_when_one_falls_away() throws Exception {
    for (String person : List.of("R7", "S7", "T7", "U7")) {
      tell("A7", "referral.made", 12, person);
    }
    tell("R7", "visit.completed", 14, "outpatient");
    Recorded second = tell("S7", "visit.completed", 15, "outpatient");
    tell("T7", "visit.completed", 16, "outpatient");
    assertThat(points(7)).isEqualTo(Map.of("A7 referral-first-visit", 200L));
    assertThat(rewardedFor("A7")).containsExactly("R7", "S7");
    tell("U7", "visit.completed", 40, "outpatient");
    assertThat(rewardedFor("A7")).as("another month").containsExactly("R7", "S7", "U7");

    withdraw(second);
    assertThat(points(7)).isEqualTo(Map.of("A7 referral-first-visit", 300L));
    assertThat(rewardedFor("A7")).containsExactly("R7", "T7", "U7");
  }

  @Test
  void what_is_learned_of_who_referred_decides_anew_on_all_who_were_claimed_meanwhile() throws Exception {
    tell("A7", "referral.made", 0, "R7");
    tell("A7", "referral.made", 0, "S7");
    tell("R7", "visit.completed", 4, "outpatient");
    tell("S7", "visit.completed", 5, "outpatient");
    tell("A7", "identity.bound", 40, "staff");
    assertThat(rewardedFor("A7")).as("after the claims could be good").containsExactly("R7", "S7");
    tell("A7", "identity.bound", 6, "staff");
    assertThat(rewardedFor("A7")).isEmpty();
    assertThat(points(7)).isEmpty();
  }

  @Test
  void a_claim_whose_turn_comes_late_is_decided_though_the_log_was_read_beyond_it() throws Exception {
    tell("A7", "referral.made", 1, "R7");
    tell("R7", "visit.completed", 4, "outpatient");
    Recorded behind = append(new Tale("referral.made", "B7", Story.FIRST, "R7", 0));
    tell("A7", "identity.bound", 2, "staff");
    assertThat(points(7)).as("decided beyond the claim").isEmpty();
    policy.react(behind);
    assertThat(points(7)).isEqualTo(Map.of("B7 referral-first-visit", 100L));
  }

  /** People of a referrer for whom a reward stands. */
  private List<String> rewardedFor(String referrer) throws SQLException {
    List<String> people = new ArrayList<>();
    query("""
        select payload::json ->> 'referred' from log.event as rewarded
        where type = 'referral.rewarded' and subject = '%s' and not exists (
          select 1 from log.event as revoked
          where revoked.type = 'referral.reward-revoked'
            and revoked.payload::json ->> 'rewarded' = rewarded.event_id::text)
        order by 1""".formatted(referrer), row -> people.add(row.getString(1)));
    return people;
  }

  private interface Telling {
    void tell() throws Exception;
  }

  /** How often the referrer's life or stream is read meanwhile. */
  private long readOf(String referrer, Telling telling) throws Exception {
    reads.clear();
    telling.tell();
    return reads.stream().filter(Set.of(referrer, "referrer:" + referrer)::contains).count();
  }

  private Recorded tell(String subject, String type, int day, String other) throws Exception {
    return tell(subject, type, day, other, 0);
  }

  private Recorded tell(String subject, String type, int day, String other, long cents) throws Exception {
    Recorded fact = append(new Tale(type, subject, Story.FIRST.plusSeconds(86_400L * day), other, cents));
    policy.react(fact);
    return fact;
  }

  private void withdraw(Recorded fact) throws Exception {
    originals.put(0, fact);
    policy.react(append(new Told(1, 0, null)));
  }

  private Recorded append(Tale tale) {
    return append(tale.subject(), tale.type(), tale.at(), payload(tale).toString(), Metadata.NONE);
  }

  /** People's turns are their own; between them any order, and some are far behind. */
  private Story tell(List<String> referrers, List<String> referred) throws Exception {
    Story story = new Story(random, referrers, referred);
    Map<String, Deque<Recorded>> turns = new TreeMap<>();
    int facts = 12 + random.nextInt(25);
    for (int number = 0; number < facts; number++) {
      Recorded fact = append(story.next(number));
      policy.key(fact).ifPresent(key -> turns.computeIfAbsent(key, first -> new ArrayDeque<>()).add(fact));
      while (!turns.isEmpty() && random.nextInt(3) > 0) {
        takeOne(turns);
      }
      if (random.nextInt(4) == 0) {
        wake(any(referred), Story.FIRST.plusSeconds(86_400L * random.nextInt(90)));
      }
    }
    while (!turns.isEmpty()) {
      takeOne(turns);
    }
    wakeAll(referrers.toArray(String[]::new));
    wakeAll(referred.toArray(String[]::new));
    return story;
  }

  private void takeOne(Map<String, Deque<Recorded>> turns) throws Exception {
    String key = any(List.copyOf(turns.keySet()));
    Recorded cause = turns.get(key).remove();
    if (turns.get(key).isEmpty()) {
      turns.remove(key);
    }
    // A process that is killed between two appends, and another that begins anew.
    untilFailure = random.nextInt(3) == 0 ? random.nextInt(5) : Integer.MAX_VALUE;
    try {
      policy.react(cause);
    } catch (RuntimeException failure) {
      if (AxonCommands.causeOf(failure, Killed.class) == null) {
        throw failure;
      }
      untilFailure = Integer.MAX_VALUE;
      policy.react(cause);
    }
    untilFailure = Integer.MAX_VALUE;
  }

  private void wakeAll(String... keys) throws Exception {
    for (String key : keys) {
      wake(key, END);
    }
  }

  private void wake(String key, Instant now) throws Exception {
    clock.wake(key, now);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Recorded append(Told told) {
    Tale tale = told.tale();
    if (told.about() == null) {
      Recorded fact = append(tale);
      originals.put(told.number(), fact);
      return fact;
    }
    Recorded about = originals.get(told.about());
    EventDescriptor type = EventCatalogue.standard().of(tale == null ? FactWithdrawn.class : FactCorrected.class);
    Reference reference = new Reference("/test", "F-" + told.about());
    Original original = new Original(about.eventId(), about.type(), about.revision(), about.position(),
        about.occurredAt(), about.recordedAt());
    Metadata metadata = new Metadata("/test", "F", null, null, null, null, null, null, original);
    return append(about.subject(), type.type(), Story.FIRST, CODEC.encode(tale == null
        ? new FactWithdrawn(reference, null)
        : new FactCorrected(reference, payload(tale))), metadata);
  }

  private Recorded append(String subject, String type, Instant at, String payload, Metadata metadata) {
    NewEvent event = new NewEvent(UUID.randomUUID(), null, null, subject, type,
        EventCatalogue.standard().find(type).orElseThrow().revision(), at, payload, EventDecoder.encode(metadata));
    if (!(log.append(Append.of(event)) instanceof Outcome.Appended)) {
      throw new AssertionError("not appended");
    }
    return new EventDecoder(EventCatalogue.standard()).decode(log.find(event.eventId()).orElseThrow());
  }

  private static ObjectNode payload(Tale tale) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    String amount = BigDecimal.valueOf(tale.cents(), 2).toPlainString();
    switch (tale.type()) {
      case "referral.made" -> data.put("referred", tale.other());
      case "customer.registered" -> data.put("referredBy", tale.other());
      case "visit.completed" -> data.put("visitId", "V").put("kind", tale.other());
      case "admission.discharged" -> data.put("stayId", tale.other());
      case "appointment.booked" -> data.put("appointmentId", tale.other());
      case "family.linked" -> data.put("other", tale.other());
      case "identity.bound" -> data.put("system", tale.other()).putObject("identifier").put("~", "c.none");
      case "purchase.made" -> data.put("purchaseId", tale.other()).put("currency", "CNY").putArray("lines").addObject()
          .put("amount", amount);
      case "purchase.refunded" -> data.put("purchaseId", tale.other()).put("currency", "CNY").put("amount", amount);
      default -> throw new AssertionError(tale.type());
    }
    return data;
  }

  /** As the standard programme, but for a reward of bookings and a month that is soon full. */
  private void publish() {
    Programme standard = Programme.standard();
    Referral terms = new Referral(10, 100, 200, 100, BigDecimal.valueOf(200), 7, 30, 2);
    Programme programme = new Programme("soon-full", standard.zone(), standard.expiryMonths(),
        standard.qualifyingMonths(), standard.validityMonths(), standard.rules(), standard.tiers(),
        standard.monthlyCap(), standard.expiryWarningDays(), standard.retention(), terms,
        standard.adjustmentLimit(), standard.review());
    String text = ProgrammeText.of(programme);
    Instant ever = Instant.parse("2020-01-01T00:00:00Z");
    appendVersion(0, new ProgrammeDrafted("soon-full", ever, text));
    appendVersion(1, new ProgrammePublished("soon-full", ever, "me", text));
  }

  private void appendVersion(long seq, ProgrammeEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    log.append(Append.of(new NewEvent(UUID.randomUUID(), "programme:soon-full", seq, null, type.type(),
        type.revision(), Story.FIRST, CODEC.encode(event), EventDecoder.encode(Metadata.NONE))));
  }

  private Map<String, Long> points(int story) throws SQLException {
    Map<String, Long> points = new TreeMap<>();
    query("""
        select subject || ' ' || (payload::json ->> 'rule'),
          sum(coalesce((payload::json ->> 'undone')::bigint * -1, (payload::json ->> 'points')::bigint))
        from log.event
        where type in ('loyalty.points-earned', 'loyalty.points-clawed-back') and subject ~ '^[A-Z]%d$'
        group by 1""".formatted(story), row -> {
      if (row.getLong(2) != 0) {
        points.put(row.getString(1), row.getLong(2));
      }
    });
    return points;
  }

  private long count(String type) throws SQLException {
    List<Long> counts = new ArrayList<>();
    query("select count(*) from log.event where type = '%s'".formatted(type), row -> counts.add(row.getLong(1)));
    return counts.getFirst();
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private void query(String sql, Row each) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        each.take(rows);
      }
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Keeps what is read, and appends nothing more when its time has come. */
  private EventLog failing(EventLog real) {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("append") && untilFailure-- <= 0) {
            throw new Killed();
          }
          if (method.getName().startsWith("read")) {
            reads.add(arguments[0].toString());
          } else if (method.getName().equals("find") && arguments[0] instanceof Collection<?> ids) {
            lookedFor += ids.size();
          }
          try {
            Object answer = method.invoke(real, arguments);
            sent +=
                method.getName().equals("readSubject") && answer instanceof Collection<?> events ? events.size() : 0;
            return answer;
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        });
  }
}
