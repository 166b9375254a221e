package io.anamnesis.eventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Two processes append to a log of ever more parts of eight positions: ids that are new, and ids that were there before. They
 * are started anew, know much or nothing by heart, and lose answers. Whatever befalls them, each append is told what a map of
 * all ids foretells.
 */
class IdentityProperties {
  private static final int BITS = 3;
  private static final long BYTES_OF_A_FILTER = 24L * 8 * Long.BYTES;
  private static final long AMPLE = BYTES_OF_A_FILTER * 1_000;

  private static final List<UUID> ids = new ArrayList<>();
  private static final Map<UUID, Long> positions = new HashMap<>();
  private static final PostgresEventLog[] logs = new PostgresEventLog[2];
  private static final long[] memory = {AMPLE, AMPLE};
  private static final FaultyDatabase[] databases = new FaultyDatabase[2];
  private static HikariDataSource database;

  /** What an append is to be told: its positions, or the position of what was there. */
  private sealed interface Told {
    record At(long first, long last) implements Told {}

    record Refused(long known) implements Told {}
  }

  @BeforeContainer
  static void open() {
    database = TestPostgres.shared().freshDatabase();
    SmallParts.cut(database, BITS);
    for (int i = 0; i < logs.length; i++) {
      databases[i] = new FaultyDatabase(database);
      logs[i] = open(i);
    }
  }

  @AfterContainer
  static void close() {
    for (PostgresEventLog log : logs) {
      log.close();
    }
    database.close();
  }

  private static PostgresEventLog open(int writer) {
    return PostgresEventLog
        .open(LogConfiguration.of(databases[writer].database()).withIdentityMemory(memory[writer]));
  }

  @Property(tries = 30)
  void each_append_is_told_what_a_map_of_all_ids_foretells(@ForAll Random random) throws SQLException {
    for (int step = 0; step < 20; step++) {
      int writer = random.nextInt(logs.length);
      switch (random.nextInt(18)) {
        case 0 -> {
          logs[writer].close();
          memory[writer] = random.nextInt(3) == 0 ? BYTES_OF_A_FILTER * random.nextInt(4) : AMPLE;
          logs[writer] = open(writer);
        }
        case 1 -> find(logs[writer], random);
        default -> append(writer, random);
      }
    }
    assertThat(recorded()).isEqualTo(positions);
  }

  private static void append(int writer, Random random) {
    // After a batch that was refused in part the next one is not hoped for: so many have nothing in them that was there.
    boolean allNew = random.nextInt(3) > 0;
    List<Append> appends = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      appends.add(any(allNew, random));
    }
    List<Told> expected = appends.stream().map(IdentityProperties::foretell).toList();
    switch (random.nextInt(8)) {
      case 0 -> databases[writer].cutAfterCommit();
      case 1 -> databases[writer].cutBeforeCommit();
      default -> {
      }
    }

    List<Outcome> outcomes = logs[writer].append(appends);

    databases[writer].forgetFaults();
    assertThat(outcomes.stream().map(IdentityProperties::told).toList()).isEqualTo(expected);
    if (memory[writer] == AMPLE && random.nextBoolean()) {
      await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2))
          .until(() -> logs[writer].identityCoverage().isWhole());
    }
  }

  /** Its content is its own: the very same of another process could not be told from one's own whose answer was lost. */
  private static Append any(boolean allNew, Random random) {
    Set<UUID> chosen = new LinkedHashSet<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      chosen.add(allNew || ids.isEmpty() || random.nextInt(4) > 0
          ? new UUID(random.nextLong(), random.nextLong())
          : ids.get(random.nextInt(random.nextBoolean() ? Math.max(0, ids.size() - 9) : 0, ids.size())));
    }
    return new Append(chosen.stream().map(id -> new NewEvent(id, null, null, null, "t", 1, Instant.EPOCH,
        "{\"n\":" + random.nextLong() + "}", "{}")).toList());
  }

  private static Told foretell(Append append) {
    for (NewEvent event : append.events()) {
      Long known = positions.get(event.eventId());
      if (known != null) {
        return new Told.Refused(known);
      }
    }
    long first = ids.size() + 1;
    for (NewEvent event : append.events()) {
      ids.add(event.eventId());
      positions.put(event.eventId(), (long) ids.size());
    }
    return new Told.At(first, ids.size());
  }

  private static Told told(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Appended(long first, long last) -> new Told.At(first, last);
      case Outcome.Duplicate(StoredEvent existing) -> new Told.Refused(existing.position());
      case Outcome.Conflict conflict -> throw new AssertionError("no streams here: " + conflict);
      case Outcome.Unknown(Throwable cause) -> throw new AssertionError(cause);
    };
  }

  private static void find(PostgresEventLog log, Random random) {
    List<UUID> sought = new ArrayList<>(List.of(UUID.randomUUID()));
    for (int i = random.nextInt(20); i > 0 && !ids.isEmpty(); i--) {
      sought.add(ids.get(random.nextInt(ids.size())));
    }
    assertThat(log.find(sought)).extracting(StoredEvent::position)
        .containsExactlyElementsOf(
            sought.stream().distinct().filter(positions::containsKey).map(positions::get).sorted().toList());
  }

  private static Map<UUID, Long> recorded() throws SQLException {
    Map<UUID, Long> recorded = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement("select event_id, position from log.event");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        assertThat(recorded.put(rows.getObject(1, UUID.class), rows.getLong(2))).isNull();
      }
      return recorded;
    }
  }
}
