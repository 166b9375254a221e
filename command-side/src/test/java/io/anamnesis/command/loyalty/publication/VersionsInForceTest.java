package io.anamnesis.command.loyalty.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.PolicyRunner;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Interactions while versions are published and retired, two processes deciding, one of them ended again and again. */
class VersionsInForceTest {
  private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
  private static final int DAYS = 300;

  /** The definition once more, by the database: the version that decides on each interaction. */
  private static final String EXPECTED = """
      select f.position, f.type, coalesce((
          select p.payload::json ->> 'version' from log.event p
          where p.type = 'loyalty.programme-published' and p.position < f.position
            and (p.payload::json ->> 'effectiveFrom')::timestamptz <= f.occurred_at
            and not exists (select from log.event r
              where r.type = 'loyalty.programme-retired' and r.stream = p.stream and r.position < f.position
                and (r.payload::json ->> 'from')::timestamptz <= f.occurred_at)
          order by (p.payload::json ->> 'effectiveFrom')::timestamptz desc, p.position desc limit 1),
        'default-1'),
        coalesce((select string_agg(distinct d.payload::json ->> 'programme', ' and ') from log.event d
          where d.type in ('loyalty.points-earned', 'loyalty.points-not-earned')
            and d.payload::json ->> 'cause' = f.event_id::text), 'nobody')
      from log.event f where f.stream is null order by f.position""";

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private HikariDataSource database;
  private PostgresEventLog log;
  private ProgrammeLog programmes;

  /** A process that decides; each has a log, a tail and a register of its own. */
  private final class Deciding implements AutoCloseable {
    private final PostgresEventLog own = PostgresEventLog.open(LogConfiguration.of(database));
    private final LoyaltyCommands commands =
        LoyaltyCommands.start(own, EventCatalogue.standard(), database, new AggregateCache());
    private final PolicyRunner policies = new PolicyRunner(own,
        new LogTail(own, new EventDecoder(EventCatalogue.standard())), database, List.of(commands.earning()));

    Deciding() {
      policies.start();
    }

    boolean isDone() {
      return policies.status().getFirst().lag() == 0;
    }

    @Override
    public void close() {
      policies.close();
      commands.close();
      own.close();
    }
  }

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    programmes = new ProgrammeLog(log, new EventDecoder(EventCatalogue.standard()));
  }

  @AfterEach
  void stop() {
    log.close();
    database.close();
  }

  @Test
  void whoever_decides_and_whenever_the_version_of_the_interactions_own_time_does() {
    List<String> published = new ArrayList<>();
    try (Deciding steady = new Deciding()) {
      for (int round = 0; round < 5; round++) {
        try (Deciding mortal = new Deciding()) {
          for (int step = 0; step < 6; step++) {
            interact(8);
            if (random.nextInt(3) > 0) {
              published.add(publish("v" + round + "." + step));
            } else if (!published.isEmpty()) {
              retire(published.remove(random.nextInt(published.size())));
            }
          }
          assertThat(mortal.commands).isNotNull();
        }
      }
      await().atMost(Duration.ofSeconds(60)).until(steady::isDone);
    }
    assertThat(decided()).as("seed %d", seed).hasSize(240).allSatisfy(one -> {
      boolean rewarded = !one.type().equals("content.liked") || rewardsLikes(one.expected());
      assertThat(one.decided()).as("position %d", one.position())
          .isEqualTo(rewarded ? one.expected() : "nobody");
    });
    assertThat(decided()).extracting(Decided::expected).as("seed %d", seed).contains("default-1")
        .anyMatch(version -> version.startsWith("v"));
  }

  /** Every other version does, the standard programme does not. */
  private static boolean rewardsLikes(String version) {
    return version.matches("v.*[135]");
  }

  private String publish(String name) {
    ObjectNode tree = (ObjectNode) ProgrammeText.tree(Programme.standard());
    tree.put("version", name);
    tree.get("rules").forEach(rule -> {
      if (rule.get("on").asString().equals("content.liked")) {
        ((ObjectNode) rule).put("points", rewardsLikes(name) ? 2 : 0);
      }
    });
    Draft draft = new Draft(ProgrammeText.read(tree), day());
    programmes.record(name, ChangeCondition.of(null), asked(), FIRST,
        before -> ProgrammeDecisions.draft(before, draft));
    programmes.record(name, ChangeCondition.of(null), asked(), FIRST,
        before -> ProgrammeDecisions.publish(before, null, FIRST, "me"));
    return name;
  }

  private void retire(String name) {
    programmes.record(name, ChangeCondition.of(null), asked(), FIRST,
        before -> ProgrammeDecisions.retire(before, day(), FIRST, "me"));
  }

  private void interact(int facts) {
    List<Append> appends = new ArrayList<>();
    for (int i = 0; i < facts; i++) {
      boolean like = random.nextBoolean();
      appends.add(Append.of(new NewEvent(UUID.randomUUID(), null, null, "C-" + random.nextInt(6),
          like ? "content.liked" : "visit.completed", 1, day(),
          like ? "{\"content\":\"A-1\"}" : "{\"visitId\":\"V-1\",\"kind\":\"outpatient\"}",
          EventDecoder.encode(Metadata.NONE))));
    }
    log.append(appends);
  }

  private Instant day() {
    return FIRST.plusSeconds(86_400L * random.nextInt(DAYS));
  }

  /** @param decided versions that decided, as decisions name them */
  private record Decided(long position, String type, String expected, String decided) {}

  private List<Decided> decided() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(EXPECTED)) {
      List<Decided> all = new ArrayList<>();
      while (rows.next()) {
        all.add(new Decided(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4)));
      }
      return all;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Asked asked() {
    return new Asked(UUID.randomUUID(), "", null, "me");
  }
}
