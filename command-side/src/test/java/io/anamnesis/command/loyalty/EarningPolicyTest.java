package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.OutcomeUnknown;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.Policy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.axonframework.common.caching.NoCache;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The policy on a real log that fails as it is told to: a failed award must come out, or its points are lost. */
class EarningPolicyTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");

  private final Deque<Supplier<List<Outcome>>> faults = new ArrayDeque<>();
  private HikariDataSource database;
  private PostgresEventLog log;
  private LoyaltyCommands commands;
  private Policy policy;
  private long causes;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    commands = LoyaltyCommands.start(faulty(log), EventCatalogue.standard(), database, NoCache.INSTANCE);
    policy = commands.earning();
  }

  @AfterEach
  void stop() {
    commands.close();
    log.close();
    database.close();
  }

  @Test
  void an_award_that_could_not_be_recorded_fails_and_succeeds_when_it_is_tried_again() throws Exception {
    Recorded cause = visit("C-1");

    faults.add(() -> List.of(new Outcome.Unknown(new SQLException("gone"))));
    assertThatThrownBy(() -> policy.react(cause)).hasStackTraceContaining(OutcomeUnknown.class.getSimpleName());
    faults.add(() -> List.of(new Outcome.Conflict("points-account:C-1", 0)));
    assertThatThrownBy(() -> policy.react(cause)).hasStackTraceContaining(ConcurrencyException.class.getSimpleName());
    faults.add(() -> {
      throw new LogOverloaded(1);
    });
    assertThatThrownBy(() -> policy.react(cause)).hasStackTraceContaining(LogOverloaded.class.getSimpleName());
    assertThat(log.head()).isZero();

    policy.react(cause);
    assertThat(log.readStream("points-account:C-1", 0, 10)).singleElement().extracting(StoredEvent::type)
        .isEqualTo("loyalty.points-earned");
  }

  @Test
  void a_cause_taken_twice_is_awarded_once() throws Exception {
    Recorded cause = visit("C-1");
    policy.react(cause);
    policy.react(cause);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void a_long_life_is_decided_from_a_snapshot_as_from_all_its_events() throws Exception {
    for (int day = 0; day < 238; day++) {
      policy.react(signIn("C-1", DAY.plusSeconds(day * 86_400L)));
    }
    assertThat(snapshots()).isPositive();
    // 238 days in a row: an award of 5 on each, and of 10 more on each seventh.
    assertThat(log.readStream("points-account:C-1", 0, 500))
        .filteredOn(event -> event.type().equals("loyalty.points-earned")).hasSize(238 + 34);
  }

  @Test
  void purchases_and_refunds_survive_a_snapshot() throws Exception {
    for (int i = 0; i < 100; i++) {
      Instant at = DAY.plusSeconds(i * 86_400L);
      policy.react(new Told.At(at, ++causes, new Told.Purchase("P-" + i, "CNY", List.of(100_00L, 50_50L), 60_00))
          .recorded());
      policy.react(new Told.At(at.plusSeconds(1), ++causes, new Told.Refund("P-" + i, "CNY", 0, 10_00)).recorded());
    }
    assertThat(snapshots()).isPositive();
    policy.react(new Told.At(DAY, ++causes, new Told.Refund("P-0", "CNY", 1, 20_00)).recorded());

    List<StoredEvent> stream = log.readStream("points-account:C-1", 0, 1_000);
    assertThat(stream).filteredOn(event -> event.type().equals("loyalty.points-clawed-back")).hasSize(101);
  }

  private long snapshots() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from log.snapshot")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Recorded visit(String customer) {
    return recorded(customer, "visit.completed", DAY,
        new VisitCompleted(new VisitId("V-1"), null, null, null, null, null, null));
  }

  private Recorded signIn(String customer, Instant at) {
    return recorded(customer, "signin.made", at, new io.anamnesis.events.engagement.EngagementEvent.SigninMade(null));
  }

  private Recorded recorded(String customer, String type, Instant at, io.anamnesis.events.CustomerEvent event) {
    return new Recorded(++causes, new UUID(7, causes), null, null, customer, type, 1, at, at, Metadata.NONE, event);
  }

  private EventLog faulty(EventLog real) {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("append") && !faults.isEmpty()) {
            List<Outcome> outcomes = faults.remove().get();
            return method.getReturnType() == Outcome.class ? outcomes.getFirst() : outcomes;
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        });
  }
}
