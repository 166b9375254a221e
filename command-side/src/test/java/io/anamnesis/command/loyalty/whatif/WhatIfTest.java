package io.anamnesis.command.loyalty.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.command.loyalty.happening.RandomHistory;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.Example;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.RuleTotal;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.TierMove;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.loyalty.Programme.Tier;
import io.anamnesis.events.referral.ReferralDecision;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.Reward;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.PolicyRunner;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What-if on a real log, beside what the policy really decided there. */
class WhatIfTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  /** The level of each customer: the last one told, but for what a later revision replaced. */
  private static final String LEVELS = """
      with step as (
        select subject, seq, (payload::json ->> 'level')::bigint as level,
            (payload::json ->> 'reachedAt')::timestamptz as at
        from log.event where type = 'loyalty.tier-reached'
        union all
        select subject, seq, (payload::json -> 'held' ->> 'level')::bigint,
            (payload::json ->> 'downgradedAt')::timestamptz
        from log.event where type = 'loyalty.tier-downgraded')
      select distinct on (subject) subject, level from step
      where not exists (
        select from log.event as revision
        where revision.type = 'loyalty.tier-revised' and revision.subject = step.subject and revision.seq > step.seq
          and (revision.payload::json ->> 'from')::timestamptz <= step.at)
      order by subject, at desc, seq desc""";
  private static final String ACCOUNTS = """
      select subject, count(*) from log.event where stream like 'points-account:%' group by subject""";

  private HikariDataSource database;
  private PostgresEventLog log;
  private LoyaltyCommands commands;
  private PolicyRunner policies;
  private WhatIf whatIf;
  private TinkPersonalData personal;

  @BeforeEach
  void start(@TempDir Path folder) {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    EventCatalogue catalogue = EventCatalogue.standard();
    EventDecoder decoder = new EventDecoder(catalogue);
    personal = TinkPersonalData.open(database, folder.resolve("kek"));
    commands = LoyaltyCommands.start(log, catalogue, database, new AggregateCache());
    policies = new PolicyRunner(log, new LogTail(log, decoder), database, List.of(commands.earning()));
    policies.start();
    whatIf = new WhatIf(log, decoder, catalogue, personal, policies, ProgrammeVersions.standard());
  }

  @AfterEach
  void stop() {
    policies.close();
    commands.close();
    log.close();
    database.close();
  }

  @Test
  void the_programme_in_force_gives_what_was_really_given() throws Exception {
    long seed = System.nanoTime();
    RandomHistory history = new RandomHistory(new Random(seed));
    for (int round = 0; round < 4; round++) {
      history.append(log, 250);
      awaitDecided();
      WhatIfOutcome outcome = run(Programme.standard());

      assertThat(outcome.points().before()).as("seed %d", seed).isEqualTo(number("""
          select sum(coalesce((payload::json ->> 'undone')::bigint * -1, (payload::json ->> 'points')::bigint))
          from log.event where type in ('loyalty.points-earned', 'loyalty.points-clawed-back')"""));
      assertThat(outcome.points().after()).as("seed %d", seed).isEqualTo(outcome.points().before());
      assertThat(outcome.customers().winning() + outcome.customers().losing()).as("seed %d", seed).isZero();
      assertThat(outcome.rules()).as("seed %d", seed).allMatch(rule -> rule.before() == rule.after());
      assertThat(outcome.tiers()).as("seed %d", seed).allMatch(move -> move.from() == move.to());
      assertThat(outcome.distribution().stream().filter(bucket -> bucket.customers() > 0)).singleElement()
          .satisfies(bucket -> assertThat(bucket.from()).isZero());
      assertThat(outcome.cost().points()).isZero();
    }
    assertThat(number("select count(*) from log.event where type = 'loyalty.tier-reached'")).isPositive();
    assertThat(number("select count(*) from log.event where type = 'loyalty.tier-downgraded'")).isPositive();
  }

  @Test
  void a_draft_gives_what_a_brute_force_count_of_the_facts_says() throws Exception {
    RandomHistory history = new RandomHistory(new Random(11));
    history.append(log, 600);
    awaitDecided();
    long head = log.head();
    // 200 a visit, 1 a yuan whatever the level, nothing else; level 2 from 400 points on, level 3 from 6,000.
    WhatIfOutcome outcome = run(new Programme("draft", ZONE, 12, 12, 12,
        List.of(new EarningRule("visit", "visit.completed", null, 200L, null, false, 0, 0, List.of()),
            new EarningRule("purchase", "purchase.made", null, null, BigDecimal.ONE, false, 7, 0, List.of())),
        List.of(tier(1, 0), tier(2, 400), tier(3, 6_000)), null, List.of(), null, null, null, null));

    Map<String, Long> before = totals("""
        select subject, sum(coalesce((payload::json ->> 'undone')::bigint * -1, (payload::json ->> 'points')::bigint))
        from log.event where type in ('loyalty.points-earned', 'loyalty.points-clawed-back') group by subject""");
    Map<String, Long> levelBefore = totals(LEVELS);
    Map<String, TreeMap<Instant, Long>> awards = history.awards(200, 1);
    Map<String, Long> after = new TreeMap<>();
    awards.forEach((customer, all) -> after.put(customer, all.values().stream().mapToLong(Long::longValue).sum()));
    long winning = history.customers().stream().filter(one -> change(one, before, after) > 0).count();
    long losing = history.customers().stream().filter(one -> change(one, before, after) < 0).count();
    Map<String, Long> moves = new TreeMap<>();
    history.customers().forEach(one -> moves.merge(levelBefore.getOrDefault(one, 1L) + " "
        + BruteForce.highestLevel(awards.getOrDefault(one, new TreeMap<>()), new long[]{0, 400, 6_000}, ZONE), 1L,
        Long::sum));

    assertThat(outcome.position()).isEqualTo(head);
    assertThat(outcome.customers().winning()).isEqualTo(winning).isPositive();
    assertThat(outcome.customers().losing()).isEqualTo(losing).isPositive();
    assertThat(outcome.customers().compared()).isEqualTo(history.customers().size());
    assertThat(outcome.customers().leftOut()).isZero();
    assertThat(outcome.points().before()).isEqualTo(sum(before));
    assertThat(outcome.points().after()).isEqualTo(sum(after));
    assertThat(outcome.cost().points()).isEqualTo(sum(after) - sum(before));
    assertThat(outcome.rules()).filteredOn(rule -> rule.rule().equals("sign-in")).extracting(RuleTotal::after)
        .containsExactly(0L);
    Map<String, Long> told = new TreeMap<>();
    outcome.tiers().forEach((TierMove move) -> told.put(move.from() + " " + move.to(), move.customers()));
    assertThat(told).isEqualTo(moves);
    List<Long> gains = history.customers().stream().map(one -> change(one, before, after)).filter(gain -> gain > 0)
        .sorted((one, other) -> Long.compare(other, one)).limit(10).toList();
    assertThat(outcome.winners()).extracting(one -> one.pointsAfter() - one.pointsBefore()).isEqualTo(gains);
    assertThat(outcome.winners()).extracting(Example::customer)
        .isSubsetOf(history.customers().stream().map(personal::pseudonym).toList());
    assertThat(outcome.distribution().stream().mapToLong(WhatIfOutcome.Bucket::customers).sum())
        .isEqualTo(history.customers().size());
    assertThat(log.head()).as("nothing is written").isEqualTo(head);
  }

  @Test
  void a_reward_for_a_referral_stays_as_it_was_given_under_every_draft() throws Exception {
    Programme standard = Programme.standard();
    ReferralRewarded first = reward(Reward.FIRST_VISIT, standard.version(), 100);
    ReferralRewarded paid = reward(Reward.FIRST_PAID_VISIT, standard.version(), 300);
    Recorded gone = append(paid);
    commands.referralRewards()
        .post(List.of(append(first), gone, append(reward(Reward.BOOKING, standard.version(), 40))));
    commands.referralRewards().post(List.of(append(new RewardRevoked(UUID.randomUUID(), gone.eventId(),
        paid.referrer(), paid.referred(), paid.reward(), paid.points(), Why.WITHDRAWAL))));
    awaitDecided();

    WhatIfOutcome outcome = run(new Programme("draft", ZONE, 12, 12, 12, List.of(),
        List.of(tier(1, 0), tier(2, 140)), null, List.of(), null, null, null, null));

    assertThat(outcome.customers().leftOut()).isZero();
    assertThat(outcome.customers().compared()).isEqualTo(1);
    assertThat(outcome.points().before()).isEqualTo(140);
    assertThat(outcome.points().after()).isEqualTo(140);
    assertThat(outcome.tiers()).containsExactly(new TierMove(1, 2, 1));
  }

  private static ReferralRewarded reward(Reward reward, String version, long points) {
    return new ReferralRewarded(UUID.randomUUID(), new CustomerId("C-0"), new CustomerId("C-1"), reward, version,
        points);
  }

  /** As the referrer's stream tells it of the referrer. */
  private Recorded append(ReferralDecision decision) {
    EventCatalogue catalogue = EventCatalogue.standard();
    EventDescriptor type = catalogue.of(decision.getClass());
    NewEvent event = new NewEvent(UUID.randomUUID(), null, null, "C-0", type.type(), type.revision(),
        Instant.parse("2026-03-05T00:00:00Z"), new EventCodec(catalogue).encode(decision),
        EventDecoder.encode(Metadata.NONE));
    log.append(Append.of(event));
    return new EventDecoder(catalogue).decode(log.find(event.eventId()).orElseThrow());
  }

  @Test
  void what_is_not_decided_yet_counts_on_neither_side() throws Exception {
    RandomHistory history = new RandomHistory(new Random(3));
    history.append(log, 100);
    awaitDecided();
    WhatIf.Run begun = whatIf.prepare(Programme.standard(), NOW);
    policies.close();
    history.append(log, 100);
    WhatIfOutcome standing = whatIf.prepare(Programme.standard(), NOW).outcome();

    assertThat(standing.points()).isEqualTo(begun.outcome().points());
    assertThat(standing.customers().winning() + standing.customers().losing()).isZero();
  }

  @Test
  void a_customer_with_a_cause_that_waits_is_left_out() throws Exception {
    RandomHistory history = new RandomHistory(new Random(4));
    history.append(log, 50);
    history.appendUnreadable(log, "C-0");
    history.append(log, 50);
    awaitDecided();
    WhatIfOutcome outcome = run(Programme.standard());

    assertThat(outcome.customers().leftOut()).isEqualTo(1);
    assertThat(outcome.customers().winning() + outcome.customers().losing()).isZero();
  }

  @Test
  void a_cancelled_run_has_no_outcome() {
    WhatIf.Run run = whatIf.prepare(Programme.standard(), NOW);
    new RandomHistory(new Random(5)).append(log, 10);
    WhatIf.Run cancelled = whatIf.prepare(Programme.standard(), NOW);
    cancelled.cancel();
    org.assertj.core.api.Assertions.assertThatThrownBy(cancelled::outcome).isInstanceOf(CancellationException.class);
    assertThat(run.progress()).isEqualTo(1);
  }

  private static long change(String customer, Map<String, Long> before, Map<String, Long> after) {
    return after.getOrDefault(customer, 0L) - before.getOrDefault(customer, 0L);
  }

  private static long sum(Map<String, Long> points) {
    return points.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Tier tier(int level, long threshold) {
    return new Tier(level, threshold, BigDecimal.ONE, List.of());
  }

  private WhatIfOutcome run(Programme draft) throws InterruptedException {
    return whatIf.prepare(draft, NOW).outcome();
  }

  /** By the policy, and by the clock. */
  private void awaitDecided() throws Exception {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
        .until(() -> policies.status().getFirst().lag() == 0);
    for (String customer : totals(ACCOUNTS).keySet()) {
      commands.levelClock().wake(customer, NOW);
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private Map<String, Long> totals(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, Long> totals = new TreeMap<>();
      while (rows.next()) {
        totals.put(rows.getString(1), rows.getLong(2));
      }
      return totals;
    }
  }
}
