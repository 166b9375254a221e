package io.anamnesis.command.loyalty.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.command.loyalty.opening.OpeningBalances.Act;
import io.anamnesis.command.loyalty.opening.OpeningUpload.Balance;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A migration on a real log: uploaded, approved and booked once, whoever does it how often. */
class OpeningBalancesTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final StaffId MEI = new StaffId("mei.chen");
  private static final StaffId LI = new StaffId("li.wang");
  private static final int CUSTOMERS = 1_200;
  private static final EventDecoder DECODER = new EventDecoder(EventCatalogue.standard());

  private HikariDataSource database;
  private PostgresEventLog log;
  private LoyaltyCommands commands;
  private OpeningBalances batches;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    commands = LoyaltyCommands.start(log, EventCatalogue.standard(), database, new AggregateCache());
    batches = process();
  }

  @AfterEach
  void stop() {
    commands.close();
    log.close();
    database.close();
  }

  private OpeningBalances process() {
    return new OpeningBalances(log, new LogTail(log, DECODER), DECODER);
  }

  private static OpeningUpload upload() {
    List<Balance> balances = new ArrayList<>();
    long total = 0;
    for (int customer = 1; customer <= CUSTOMERS; customer++) {
      List<DatedPoints> lots = List.of(
          new DatedPoints(customer, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-31T16:00:00Z")),
          new DatedPoints(1, Instant.parse("2025-12-01T00:00:00Z"), Instant.parse("2026-12-31T16:00:00Z")));
      balances.add(new Balance(customer + 1, "C-" + customer, customer + 1, lots));
      total += customer + 1;
    }
    return new OpeningUpload("old-crm", "old CRM", total, balances);
  }

  private static void refused(Reason reason, ThrowingCallable decision) {
    assertThatThrownBy(decision).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private void book(List<Recorded> approvals) {
    OpeningBalancePolicy policy = new OpeningBalancePolicy(commands.bus());
    approvals.forEach(policy::react);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void a_batch_is_booked_once_for_each_customer_and_what_is_booked_is_what_was_said() throws Exception {
    OpeningUpload upload = upload();
    assertThat(batches.submit(upload, "mac", new Act(MEI, NOW)).recorded()).isTrue();
    assertThat(process().submit(upload, "mac", new Act(LI, NOW)).recorded()).as("the same once more").isFalse();
    assertThat(number("select count(*) from log.event")).isEqualTo(CUSTOMERS + 1);
    OpeningReconciliation reconciliation = new OpeningReconciliation(log, DECODER);

    refused(Reason.SAME_PERSON, () -> batches.approve("old-crm", new Act(MEI, NOW)));
    OpeningBatch approved = batches.approve("old-crm", new Act(LI, NOW));
    assertThat(process().approve("old-crm", new Act(LI, NOW))).as("answered alike").isEqualTo(approved);
    refused(Reason.ALREADY_DECIDED, () -> batches.approve("old-crm", new Act(new StaffId("other"), NOW)));
    refused(Reason.ALREADY_DECIDED, () -> batches.reject("old-crm", new Act(LI, NOW)));
    List<Recorded> approvals = batches.approvals(approved);
    assertThat(approvals).hasSize(CUSTOMERS);
    assertThat(reconciliation.report(approved, approvals).reconciled()).isFalse();

    // As if it was killed somewhere in the middle, and began again.
    book(approvals.subList(0, 700));
    assertThat(reconciliation.booked(approvals)).isEqualTo(700);
    book(approvals);
    book(approvals);
    assertThat(number("select count(*) from log.event where type = 'loyalty.opening-balance-booked'"))
        .isEqualTo(CUSTOMERS);
    assertThat(number("""
        select sum((payload::json ->> 'total')::bigint) from log.event
        where type = 'loyalty.opening-balance-booked'""")).isEqualTo(upload.total());
    OpeningReconciliation.Report report = reconciliation.report(approved, approvals);
    assertThat(report.reconciled()).isTrue();
    assertThat(report.points()).isEqualTo(upload.total());
    assertThat(report.lots()).isEqualTo(2 * CUSTOMERS);
    assertThat(report.differences()).isEmpty();
    StoredEvent last = log.readStream("points-account:C-7", 0, 10).getLast();
    assertThat(last.occurredAt()).isEqualTo(NOW);
    assertThat(last.subject()).isEqualTo("C-7");
  }

  @Test
  void what_was_booked_otherwise_is_found() throws Exception {
    batches.submit(upload(), "mac", new Act(MEI, NOW));
    OpeningBatch approved = batches.approve("old-crm", new Act(LI, NOW));
    List<Recorded> approvals = batches.approvals(approved);
    book(approvals);
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("alter table log.event disable trigger all");
      assertThat(statement.executeUpdate("""
          update log.event set payload = replace(payload::text, '"points":7,', '"points":8,')::json
          where stream = 'points-account:C-7'""")).isEqualTo(1);
    }
    OpeningReconciliation.Report report = new OpeningReconciliation(log, DECODER).report(approved, approvals);
    assertThat(report.reconciled()).isFalse();
    assertThat(report.different()).isEqualTo(1);
    assertThat(report.differences()).containsExactly(new OpeningReconciliation.Difference("C-7", 8, 9L));
  }

  @Test
  void other_content_under_a_reference_is_refused_and_a_rejected_batch_is_never_booked() throws Exception {
    batches.submit(upload(), "mac", new Act(MEI, NOW));
    assertThatThrownBy(() -> batches.submit(upload(), "other", new Act(MEI, NOW)))
        .isInstanceOfSatisfying(ProblemException.class,
            problem -> assertThat(problem.problem().type()).isEqualTo(ProblemType.OPENING_BALANCES_EXIST));
    assertThat(batches.reject("old-crm", new Act(MEI, NOW)).state()).isEqualTo(OpeningBatch.State.REJECTED);
    refused(Reason.ALREADY_DECIDED, () -> batches.approve("old-crm", new Act(LI, NOW)));
    assertThat(number("select count(*) from log.event where type like 'loyalty.opening-balance%approved'")).isZero();
  }

  @Test
  void of_many_who_decide_at_once_one_decides() throws Exception {
    batches.submit(upload(), "mac", new Act(MEI, NOW));
    List<Future<OpeningBatch>> tries = new ArrayList<>();
    try (ExecutorService people = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        Act act = new Act(new StaffId("person-" + i), NOW);
        boolean approves = i % 2 == 0;
        tries.add(people.submit(() -> approves
            ? process().approve("old-crm", act)
            : process().reject("old-crm", act)));
      }
    }
    long done = tries.stream().filter(one -> one.state() == Future.State.SUCCESS).count();
    assertThat(done).isEqualTo(1);
    assertThat(number("""
        select count(*) from log.event
        where type in ('loyalty.opening-balances-approved', 'loyalty.opening-balances-rejected')""")).isEqualTo(1);
  }
}
