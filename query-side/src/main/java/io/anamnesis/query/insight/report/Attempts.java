package io.anamnesis.query.insight.report;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was tried in vain and is to be tried again, shared by all processes. No event: who loses it tries again a little
 * earlier than he would have.
 */
final class Attempts {
  private static final String ALL = """
      select report, run, recipient, attempts, next_at, cause from reports.attempt""";

  private static final String FAILED = """
      insert into reports.attempt as known (report, run, recipient, attempts, next_at, cause)
      values (:report, :run, :recipient, 1, :next, :cause)
      on conflict (report, run, recipient)
      do update set attempts = known.attempts + 1, next_at = excluded.next_at, cause = excluded.cause""";

  private static final String OVER = """
      delete from reports.attempt where report = :report and run = :run and recipient = :recipient""";

  private static final String OVER_FOR_GOOD = """
      delete from reports.attempt where report = :report""";

  private static final Duration MOMENT = Duration.ofMillis(100);

  private final JdbcClient database;

  Attempts(DataSource database) {
    this.database = JdbcClient.create(database);
  }

  /** @param recipient empty for the making of the file itself */
  record Of(String report, int run, String recipient) {
    static Of making(Report report) {
      return new Of(report.name(), report.made() + 1, "");
    }
  }

  /**
   * What is known of attempts.
   *
   * @param attempts how many failed
   * @param nextAt not before then
   * @param cause of the last one's failure, a code
   */
  record Failed(int attempts, Instant nextAt, String cause) {
    static boolean mayTry(@Nullable Failed failed, Instant now) {
      return failed == null || !failed.nextAt.isAfter(now);
    }

    /** How long to wait for the next attempt; a moment at least. */
    static Duration pause(@Nullable Failed failed, Instant now) {
      Duration until = failed == null ? MOMENT : Duration.between(now, failed.nextAt);
      return until.compareTo(MOMENT) < 0 ? MOMENT : until;
    }

    static int count(@Nullable Failed failed) {
      return failed == null ? 0 : failed.attempts;
    }
  }

  Map<Of, Failed> all() {
    Map<Of, Failed> all = new HashMap<>();
    database.sql(ALL)
        .query(row -> {
          all.put(new Of(row.getString("report"), row.getInt("run"), row.getString("recipient")), new Failed(
              row.getInt("attempts"), row.getObject("next_at", OffsetDateTime.class).toInstant(),
              row.getString("cause")));
        });
    return all;
  }

  void failed(Of of, String cause, Instant next) {
    database.sql(FAILED).param("report", of.report()).param("run", of.run()).param("recipient", of.recipient())
        .param("next", next.atOffset(ZoneOffset.UTC)).param("cause", cause).update();
  }

  void over(Of of) {
    database.sql(OVER).param("report", of.report()).param("run", of.run()).param("recipient", of.recipient()).update();
  }

  void overForGood(String report) {
    database.sql(OVER_FOR_GOOD).param("report", report).update();
  }
}
