package io.anamnesis.command.intake;

import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps what was not taken, to be seen and sent again: encrypted under the quarantine's own key, {@link #KEPT} at most,
 * and no more than {@link #MAX_ROWS} events and {@link #MAX_BYTES} bytes in all; the oldest go first.
 */
final class Quarantine implements RejectedLines, RejectedCounts {
  static final Duration KEPT = Duration.ofDays(30);
  static final long MAX_ROWS = 100_000;
  static final long MAX_BYTES = 1L << 30;

  /** The bounds may be passed by this many rows until they are looked at again. */
  private static final long ROWS_BETWEEN_SWEEPS = 10_000;

  private static final String INSERT = """
      insert into intake.rejected (source, fact_id, request_line, code, field, expected, body)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String LIST = """
      select id, source, fact_id, received_at, request_line, code, field, expected, body
      from intake.rejected
      where (cast(:source as text) is null or source = :source) and id < :before
      order by id desc
      limit :limit
      """;

  private static final String SWEEP = """
      delete from intake.rejected
      where received_at < clock_timestamp() - make_interval(secs => :kept)
         or id <= (
           select max(id) from (
             select id,
                    row_number() over (order by id desc) as number,
                    sum(octet_length(body)) over (order by id desc) as bytes
             from intake.rejected
           ) newest_first
           where number > :rows or bytes > :bytes)
      """;

  private static final String IS_KEPT = """
      select cast(:from as timestamptz) >= clock_timestamp() - make_interval(secs => :kept)
      """;

  private static final String COUNTS = """
      select source, code, count(*) as count from intake.rejected
      where received_at >= :from and received_at < :until
      group by source, code
      order by source collate "C", code collate "C"
      """;

  private static final int READ_AT_ONCE = 500;

  private static final String BODIES = """
      select id, body from intake.rejected where id > :after order by id limit :limit
      """;

  private static final String DELETE = """
      delete from intake.rejected where id in (:ids)
      """;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final PersonalData personalData;
  private final AtomicLong sinceSweep = new AtomicLong();

  private Quarantine(DataSource database, PersonalData personalData) {
    this.batches = new JdbcTemplate(database);
    this.jdbc = JdbcClient.create(database);
    this.personalData = personalData;
  }

  /** Migrates the schema {@code intake} where needed, and drops what is past its time. */
  static Quarantine open(DataSource database, PersonalData personalData) {
    Flyway.configure().dataSource(database).schemas("intake").locations("classpath:db/command").load().migrate();
    Quarantine quarantine = new Quarantine(database, personalData);
    quarantine.sweep();
    return quarantine;
  }

  /** Durable when it returns. */
  void keep(List<Rejection> rejections) {
    if (rejections.isEmpty()) {
      return;
    }
    batches.batchUpdate(INSERT, new BatchPreparedStatementSetter() {
      @Override
      public void setValues(PreparedStatement row, int i) throws SQLException {
        set(row, rejections.get(i));
      }

      @Override
      public int getBatchSize() {
        return rejections.size();
      }
    });
    if (sinceSweep.addAndGet(rejections.size()) > ROWS_BETWEEN_SWEEPS) {
      sweep();
    }
  }

  /**
   * What is kept, the newest first.
   *
   * @param source of this source only; null for all
   * @param before ids below this one
   */
  List<Kept> list(@Nullable String source, long before, int limit) {
    return jdbc.sql(LIST).param("source", source, Types.VARCHAR).param("before", before).param("limit", limit)
        .query((row, number) -> new Kept(row.getLong("id"), row.getString("source"), opened(row.getBytes("fact_id")),
            row.getObject("received_at", OffsetDateTime.class), row.getLong("request_line"),
            ProblemType.valueOf(row.getString("code").toUpperCase(Locale.ROOT).replace('-', '_')),
            opened(row.getBytes("field")), row.getString("expected"),
            personalData.openQuarantine(row.getBytes("body"))))
        .list();
  }

  /** Every line is opened for it: nothing that is stored in clear tells whom a line names. */
  @Override
  public long forget(String customer) {
    Mention mention = new Mention(customer);
    long forgotten = 0;
    List<Body> page = bodies(0);
    while (!page.isEmpty()) {
      List<Long> naming =
          page.stream().filter(line -> mention.isIn(personalData.openQuarantine(line.sealed))).map(Body::id).toList();
      forgotten += naming.isEmpty() ? 0 : jdbc.sql(DELETE).param("ids", naming).update();
      page = bodies(page.getLast().id);
    }
    return forgotten;
  }

  @Override
  public Optional<List<Count>> between(Instant from, Instant until) {
    OffsetDateTime begin = from.atOffset(ZoneOffset.UTC);
    boolean isKept =
        jdbc.sql(IS_KEPT).param("from", begin).param("kept", KEPT.toSeconds()).query(Boolean.class).single();
    return isKept
        ? Optional.of(jdbc.sql(COUNTS).param("from", begin).param("until", until.atOffset(ZoneOffset.UTC))
            .query((row, number) -> new Count(row.getString("source"), row.getString("code"), row.getLong("count")))
            .list())
        : Optional.empty();
  }

  private List<Body> bodies(long after) {
    return jdbc.sql(BODIES).param("after", after).param("limit", READ_AT_ONCE)
        .query((row, number) -> new Body(row.getLong("id"), row.getBytes("body"))).list();
  }

  /** Drops what is past its time or beyond the bounds. */
  void sweep() {
    sinceSweep.set(0);
    jdbc.sql(SWEEP).param("kept", KEPT.toSeconds()).param("rows", MAX_ROWS).param("bytes", MAX_BYTES).update();
  }

  private void set(PreparedStatement row, Rejection rejection) throws SQLException {
    row.setString(1, rejection.source());
    row.setBytes(2, sealed(rejection.id()));
    row.setLong(3, rejection.raw().line());
    row.setString(4, rejection.code().code());
    row.setBytes(5, sealed(rejection.field()));
    row.setString(6, rejection.expected());
    row.setBytes(7, personalData.sealQuarantine(rejection.raw().body()));
  }

  private byte @Nullable [] sealed(@Nullable String text) {
    return text == null ? null : personalData.sealQuarantine(text.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String opened(byte @Nullable [] sealed) {
    return sealed == null ? null : new String(personalData.openQuarantine(sealed), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Body(long id, byte[] sealed) {}

  /** A rejection that is kept. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(long id, @Nullable String source, @Nullable String factId, OffsetDateTime receivedAt, long line,
      ProblemType code, @Nullable String field, String expected, byte[] body) {}
}
