package io.anamnesis.eventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever way the log is read, the driver's own way of reading rows is right. */
class ScanProperties {
  private static final String ROWS = """
      select position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata
      from log.event where position > ? order by position""";

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-30T23:59:59.999999Z");
  private static final List<Instant> EDGES = List.of(FIRST, LAST, Instant.EPOCH, Instant.EPOCH.minusNanos(1_000),
      Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("1999-12-31T23:59:59.999999Z"));

  private static HikariDataSource database;
  private static PostgresEventLog log;

  @BeforeContainer
  static void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterContainer
  static void close() {
    log.close();
    database.close();
  }

  @Property(tries = 40)
  void a_scan_and_pages_of_any_size_give_what_the_driver_reads_row_by_row(@ForAll Random random) throws Exception {
    long before = log.head();
    log.append(IntStream.range(0, random.nextInt(1, 60)).mapToObj(i -> Append.of(any(random))).toList());
    List<StoredEvent> rows = rows(before);

    List<StoredEvent> scanned = new ArrayList<>();
    assertThat(log.scan(before, Long.MAX_VALUE, scanned::addAll)).isEqualTo(log.head());
    assertThat(scanned).isEqualTo(rows);

    List<StoredEvent> paged = new ArrayList<>();
    int limit = random.nextInt(1, 70);
    for (List<StoredEvent> page = log.read(before, limit); !page.isEmpty(); page =
        log.read(before + paged.size(), limit)) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      paged.addAll(page);
    }
    assertThat(paged).isEqualTo(rows);

    long upTo = before + random.nextInt(rows.size() + 1);
    List<StoredEvent> some = new ArrayList<>();
    log.scan(before, upTo, some::addAll);
    assertThat(some).isEqualTo(rows.subList(0, (int) (upTo - before)));
  }

  private static NewEvent any(Random random) {
    boolean decision = random.nextBoolean();
    return new NewEvent(new UUID(random.nextLong(), random.nextLong()),
        decision ? text(random, 20) + UUID.randomUUID() : null,
        decision ? 0L : null, random.nextBoolean() ? text(random, 60) : null, "t" + random.nextInt(3_000),
        random.nextInt(1, Integer.MAX_VALUE), instant(random), payload(random), text(random, 150));
  }

  private static Instant instant(Random random) {
    if (random.nextInt(3) == 0) {
      return EDGES.get(random.nextInt(EDGES.size()));
    }
    return FIRST.plus(Duration.ofSeconds(random.nextLong(Duration.between(FIRST, LAST).toSeconds())))
        .plusNanos(random.nextInt(1_000_000) * 1_000L);
  }

  private static String payload(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> "x".repeat(random.nextInt(3_000_000));
      case 1 -> "诊".repeat(random.nextInt(100_000));
      default -> text(random, 600);
    };
  }

  /** Of all that PostgreSQL holds in a text: any code point but U+0000. */
  private static String text(Random random, int longest) {
    int widest = List.of(0x7f, 0xff, 0xffff, 0x10ffff).get(random.nextInt(4));
    return random.ints(random.nextInt(longest), 1, widest)
        .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
        .mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static List<StoredEvent> rows(long after) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setLong(1, after);
      try (ResultSet rows = statement.executeQuery()) {
        return Rows.events(rows);
      }
    }
  }
}
