package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.command.loyalty.account.RandomPersons;
import io.anamnesis.command.loyalty.happening.RandomHistory;
import io.anamnesis.command.loyalty.policy.Decided;
import io.anamnesis.command.loyalty.programme.FollowedProgrammes;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.insight.SchemaEvent;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammeDrafted;
import io.anamnesis.events.loyalty.ProgrammeEvent.ProgrammePublished;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.Append;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.PolicyRunner;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check on a real log that the policy decided, and on copies of it that the log's own writer wrote with a fault each. */
class RederivationTest {
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");

  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private HikariDataSource database;
  private PostgresEventLog log;
  private LoyaltyCommands commands;
  private PolicyRunner policies;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    commands = LoyaltyCommands.start(log, EventCatalogue.standard(), database, new AggregateCache());
    policies = new PolicyRunner(log, new LogTail(log, decoder), database, List.of(commands.earning()));
    policies.start();
  }

  @AfterEach
  void stop() {
    policies.close();
    commands.close();
    log.close();
    database.close();
  }

  @Test
  void what_the_policy_decided_is_found_without_fault() throws Exception {
    long seed = System.nanoTime();
    RandomHistory history = new RandomHistory(new Random(seed));
    for (int round = 0; round < 3; round++) {
      history.append(log, 400);
      RederivationOutcome outcome = all();

      assertThat(outcome.differences()).as("seed %d", seed).isEmpty();
      assertThat(outcome.differing()).isZero();
      assertThat(outcome.undecided().facts()).isZero();
      assertThat(outcome.customers()).isEqualTo(number("""
          select count(*) from (
            select subject from log.event where type not like 'loyalty.%'
            union
            select payload::json ->> 'buyer' from log.event where type = 'purchase.made') as person"""));
      assertThat(outcome.postings()).isEqualTo(number("""
          select count(*) from log.event
          where type in ('loyalty.points-earned', 'loyalty.points-clawed-back', 'loyalty.arrears-repaid',
                         'loyalty.points-expired')"""));
      assertThat(outcome.position()).as("nothing is written").isEqualTo(log.head());
    }
  }

  @Test
  void a_fault_written_straight_into_the_log_is_found_on_its_account_and_on_no_other() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    new RandomHistory(random).append(log, 700);
    awaitDecided();
    List<Recorded> sound = log.read(0, 10_000).stream().map(decoder::decode).toList();
    int planted = 0;
    for (Fault fault : Fault.values()) {
      Optional<Fault.Planted> spoiled = fault.plant(sound, random);
      if (spoiled.isPresent()) {
        planted++;
        RederivationOutcome outcome = onCopy(spoiled.get().log());
        assertThat(outcome.differences()).as("%s, seed %d", fault, seed).extracting(Difference::kind)
            .contains(fault.kind());
        assertThat(outcome.differences()).as("%s, seed %d", fault, seed).extracting(Difference::customer)
            .containsOnly(spoiled.get().customer());
        assertThat(outcome.differing()).isEqualTo(outcome.differences().size());
        assertThat(outcome.kinds().values().stream().mapToLong(Long::longValue).sum())
            .isEqualTo(outcome.differing());
      }
    }
    assertThat(planted).as("faults that such a history can have").isGreaterThan(12);
  }

  @Test
  void a_buyer_is_reached_through_every_statement_about_the_purchase() throws Exception {
    // Bought for another, refunded in part, corrected to yet another buyer, and back.
    StoredEvent purchase = append("C-1", "purchase.made", bought("C-2", "900.00"), Metadata.NONE);
    append("C-1", "purchase.refunded",
        "{\"purchaseId\":\"P-1\",\"currency\":\"CNY\",\"amount\":\"100.00\"}", Metadata.NONE);
    agrees(0, 800, 0);
    append("C-1", "fact.corrected", corrected(bought("C-3", "700.00")), about(purchase));
    agrees(0, 0, 600);
    append("C-1", "fact.corrected", corrected(bought("C-1", "700.00")), about(purchase));
    agrees(600, 0, 0);
    append("C-1", "fact.corrected", corrected(bought("C-2", "500.00")), about(purchase));
    agrees(0, 400, 0);
    append("C-1", "fact.withdrawn", "{\"withdraws\":{\"source\":\"/test\",\"id\":\"F\"}}", about(purchase));
    agrees(0, 0, 0);
  }

  /** The refund reached the buyer's account; now that there is no purchase, it waits with the other, whose account it never reached. */
  @Test
  void a_year_that_time_alone_begins_is_not_missed_for_a_fact_that_another_account_heard() throws Exception {
    append("C-1", "purchase.made", bought("C-1", "1500.00"), Metadata.NONE, Instant.parse("2024-01-10T02:00:00Z"));
    StoredEvent purchase = append("C-1", "purchase.made", bought("C-2", "100.00").replace("P-1", "P-2"), Metadata.NONE,
        Instant.parse("2024-06-01T02:00:00Z"));
    append("C-1", "purchase.refunded", "{\"purchaseId\":\"P-2\",\"currency\":\"CNY\",\"amount\":\"10.00\"}",
        Metadata.NONE, Instant.parse("2025-01-15T02:00:00Z"));
    agrees(1500, 90);
    append("C-1", "fact.withdrawn", "{\"withdraws\":{\"source\":\"/test\",\"id\":\"F\"}}", about(purchase));
    agrees(1500, 0);
  }

  private void agrees(long... nets) throws Exception {
    assertThat(all().differences()).isEmpty();
    for (int i = 0; i < nets.length; i++) {
      String customer = "C-" + (i + 1);
      assertThat(number("""
          select coalesce(sum(coalesce((payload::json ->> 'undone')::bigint * -1, (payload::json ->> 'points')::bigint)),
                          0)
          from log.event where type in ('loyalty.points-earned', 'loyalty.points-clawed-back') and subject = '%s'"""
          .formatted(customer))).isEqualTo(nets[i]);
      assertThat(check(new CustomerId(customer)).differences()).isEmpty();
    }
  }

  @Test
  void one_customer_is_judged_alone() throws Exception {
    RandomHistory history = new RandomHistory(new Random(6));
    history.append(log, 500);
    awaitDecided();
    List<Recorded> sound = log.read(0, 10_000).stream().map(decoder::decode).toList();
    Fault.Planted spoiled = Fault.AN_AWARD_TOO_HIGH.plant(sound, new Random(6)).orElseThrow();
    for (String customer : history.customers()) {
      RederivationOutcome outcome = onCopy(spoiled.log(), new CustomerId(customer));
      assertThat(outcome.customers()).isLessThanOrEqualTo(1);
      assertThat(outcome.differing() > 0).isEqualTo(customer.equals(spoiled.customer()));
    }
  }

  @Test
  void what_is_not_decided_yet_is_told_and_is_no_difference() throws Exception {
    RandomHistory history = new RandomHistory(new Random(3));
    history.append(log, 200);
    awaitDecided();
    long decided = log.head();
    policies.close();
    history.append(log, 100);
    RederivationOutcome outcome = rederivation(Duration.ZERO).prepare(null).outcome();

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.decidedUpTo()).isLessThanOrEqualTo(decided);
    assertThat(outcome.undecided().facts()).isGreaterThanOrEqualTo(100);
    assertThat(outcome.undecided().items()).allMatch(item -> item.position() > decided);
  }

  @Test
  void a_fact_that_waits_is_undecided_and_an_account_that_cannot_be_read_is_named() throws Exception {
    RandomHistory history = new RandomHistory(new Random(4));
    history.append(log, 50);
    history.appendUnreadable(log, "C-0");
    history.append(log, 50);
    RederivationOutcome outcome = all();

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.unreadable().items()).containsExactly("C-0");
    assertThat(outcome.undecided().items()).as("those after the unreadable one").isNotEmpty()
        .extracting(RederivationOutcome.Item::position).allMatch(position -> position > 50);
  }

  @Test
  void a_command_is_judged_by_the_version_that_it_may_have_found() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Programme strict = RandomPersons.programme("strict", 10L);
    publish(new ProgrammeDrafted("strict", Instant.EPOCH, ProgrammeText.of(strict)), 0);
    StoredEvent published =
        publish(new ProgrammePublished("strict", Instant.EPOCH, "me", ProgrammeText.of(strict)), 1);
    adjust("C-1", before);
    adjust("C-2", published.recordedAt());
    var programmes = new LogRegister<>(log, new LogTail(log, decoder), decoder, Set.of(ProgrammeEvent.class),
        Programmes.standard(), Programmes::with);
    var schemas = new LogRegister<>(log, new LogTail(log, decoder), decoder, Set.of(SchemaEvent.class),
        EventSchemas.NONE, EventSchemas::with);
    Decided all = new Decided(log.head(), Decided.Posted.ALL, Map.of(), Set.of());
    RederivationOutcome outcome = new Rederivation(log, decoder, EventCatalogue.standard(),
        new FollowedProgrammes(programmes, schemas), () -> all, Duration.ZERO).prepare(null).outcome();

    assertThat(outcome.customers()).isEqualTo(2);
    assertThat(outcome.differences()).singleElement().satisfies(difference -> {
      assertThat(difference.customer()).isEqualTo("C-2");
      assertThat(difference.kind()).isEqualTo(Difference.Kind.PERSON);
      assertThat(difference.expected()).startsWith("at most 10 by S-1 alone on ");
      assertThat(difference.found()).isEqualTo("500");
    });
  }

  private StoredEvent publish(ProgrammeEvent event, long seq) {
    return append("programme:strict", seq, null, event, DAY, Metadata.NONE);
  }

  private void adjust(String customer, Instant at) {
    UUID id = UUID.randomUUID();
    append("points-account:" + customer, 0, customer,
        new PointsAdjusted(id, 500, new Sealed("c.1"), new StaffId("S-1"), null,
            new Lot(id, 500, at, at, Programme.standard().expiresAt(at)), List.of()),
        at, Metadata.ofDecision(null, null, "S-1"));
  }

  private StoredEvent append(String stream, long seq, @Nullable String subject, CustomerEvent event, Instant at,
      Metadata metadata) {
    UUID id = UUID.randomUUID();
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    log.append(Append.of(new NewEvent(id, stream, seq, subject, type.type(), type.revision(), at, CODEC.encode(event),
        EventDecoder.encode(metadata))));
    return log.find(id).orElseThrow();
  }

  @Test
  void a_cancelled_check_has_no_outcome() {
    new RandomHistory(new Random(5)).append(log, 10);
    Rederivation.Run run = rederivation(Duration.ofMinutes(1)).prepare(null);
    assertThat(run.progress()).isEqualTo(RederivationProgress.NONE);
    run.cancel();
    assertThatThrownBy(run::outcome).isInstanceOf(CancellationException.class);
  }

  private RederivationOutcome all() throws InterruptedException {
    return check(null);
  }

  private RederivationOutcome check(CustomerId customer) throws InterruptedException {
    Rederivation.Run run = rederivation(Duration.ofMinutes(1)).prepare(customer);
    RederivationOutcome outcome = run.outcome();
    assertThat(run.progress().read()).isEqualTo(run.progress().of()).isEqualTo(outcome.position());
    assertThat(run.progress().eta()).isZero();
    return outcome;
  }

  private Rederivation rederivation(Duration patience) {
    return new Rederivation(log, decoder, EventCatalogue.standard(), ProgrammeVersions.standard(),
        () -> Decided.soFar(policies), patience);
  }

  private void awaitDecided() {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
        .until(() -> policies.status().getFirst().lag() == 0);
  }

  private RederivationOutcome onCopy(List<Recorded> events) throws InterruptedException {
    return onCopy(events, null);
  }

  /** Another log of the same events, written anew. */
  private RederivationOutcome onCopy(List<Recorded> events, CustomerId customer) throws InterruptedException {
    try (HikariDataSource other = TestPostgres.shared().freshDatabase();
        PostgresEventLog copy = PostgresEventLog.open(LogConfiguration.of(other))) {
      Map<String, Long> next = new HashMap<>();
      List<Append> appends = new ArrayList<>();
      for (Recorded event : events) {
        Long seq = event.stream() == null ? null : next.merge(event.stream(), 1L, Long::sum) - 1;
        appends.add(Append.of(new NewEvent(event.eventId(), event.stream(), seq, event.subject(), event.type(),
            event.revision(), event.occurredAt(), CODEC.encode(event.event()),
            EventDecoder.encode(event.metadata()))));
      }
      assertThat(copy.append(appends)).allMatch(Outcome.Appended.class::isInstance);
      Decided all = new Decided(copy.head(), Decided.Posted.ALL, Map.of(), Set.of());
      return new Rederivation(copy, decoder, EventCatalogue.standard(), ProgrammeVersions.standard(), () -> all,
          Duration.ZERO).prepare(customer).outcome();
    }
  }

  private StoredEvent append(String subject, String type, String payload, Metadata metadata) {
    return append(subject, type, payload, metadata, DAY);
  }

  private StoredEvent append(String subject, String type, String payload, Metadata metadata, Instant at) {
    UUID id = UUID.randomUUID();
    int revision = EventCatalogue.standard().find(type).orElseThrow().revision();
    log.append(Append.of(new NewEvent(id, null, null, subject, type, revision, at.plusSeconds(log.head()), payload,
        EventDecoder.encode(metadata))));
    return log.find(id).orElseThrow();
  }

  private static String bought(String buyer, String amount) {
    return "{\"purchaseId\":\"P-1\",\"currency\":\"CNY\",\"buyer\":\"%s\",\"lines\":[{\"amount\":\"%s\"}]}"
        .formatted(buyer, amount);
  }

  private static String corrected(String now) {
    return "{\"corrects\":{\"source\":\"/test\",\"id\":\"F\"},\"data\":%s}".formatted(now);
  }

  private static Metadata about(StoredEvent fact) {
    return new Metadata("/test", "S", null, null, null, null, null, null, new Original(fact.eventId(), fact.type(),
        fact.revision(), fact.position(), fact.occurredAt(), fact.recordedAt()));
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
