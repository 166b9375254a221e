package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.events.Metadata;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventCensusTest {
  private static final String BY_BRUTE_FORCE = """
      select e.type, e.revision, count(*),
        min(e.position), (select f.recorded_at from log.event f where f.position = min(e.position)),
        max(e.position), (select f.recorded_at from log.event f where f.position = max(e.position)),
        min(e.occurred_at), max(e.occurred_at), count(*) filter (where jsonb_exists(e.metadata::jsonb, 'unfit'))
      from log.event e group by e.type, e.revision order by e.type collate "C", e.revision""";

  private static final String AS_KEPT = """
      select type, revision, count, first_position, first_recorded_at, last_position, last_recorded_at,
        earliest_occurred_at, latest_occurred_at, unfit
      from views.event_type order by type collate "C", revision""";

  private final House house = new House();
  private final Random random = new Random(11);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void an_answer_counts_what_has_just_been_written_before_anybody_has_kept_it() {
    try (EventCensus census = census()) {
      ViewsSchema.migrate(house.database);
      appendSome(500);

      assertThat(told(census)).isEqualTo(rows(BY_BRUTE_FORCE)).isNotEmpty();
      assertThat(rows(AS_KEPT)).isEmpty();
    }
  }

  @Test
  void what_is_kept_moves_on_and_every_answer_is_whole() {
    appendSome(5_000);
    try (EventCensus census = census(); EventCensus other = census()) {
      census.start();
      other.start();
      for (int i = 0; i < 20; i++) {
        appendSome(50);
        assertThat(told(i % 2 == 0 ? census : other)).isEqualTo(rows(BY_BRUTE_FORCE));
      }
      await().atMost(House.LONG).untilAsserted(() -> assertThat(rows(AS_KEPT)).isEqualTo(rows(BY_BRUTE_FORCE)));
      assertThat(house.ask("select position from views.event_census"))
          .isEqualTo(Long.toString(house.log.head()));
    }
  }

  @Test
  void what_concerns_nobody_and_what_this_build_does_not_know_is_counted_too() {
    ViewsSchema.migrate(house.database);
    Life.append(house.log, Life.ofRevision("signin.made", 7), Life.ofRevision("of.tomorrow", 1),
        new NewEvent(UUID.randomUUID(), null, null, null, "x.weather", 1, DAY, "{}",
            EventDecoder.encode(Metadata.NONE)));
    try (EventCensus census = census()) {
      assertThat(census.take().counts()).extracting(EventCount::type).containsExactly("of.tomorrow", "signin.made",
          "x.weather");
      assertThat(census.take().position()).isEqualTo(3);
    }
  }

  @Test
  void facts_of_a_sources_own_type_that_do_not_meet_its_schema_are_counted_apart() {
    ViewsSchema.migrate(house.database);
    Life.append(house.log, weather("{\"unfit\":[\"celsius\"]}"), weather("{}"), weather("{\"id\":\"unfit\"}"),
        weather("{\"unfit\":[\"celsius\",\"wind\"]}"));
    try (EventCensus census = census()) {
      assertThat(told(census)).isEqualTo(rows(BY_BRUTE_FORCE));
      assertThat(census.take().counts()).extracting(EventCount::unfit).containsExactly(2L);
      census.start();
      await().atMost(House.LONG).untilAsserted(() -> assertThat(rows(AS_KEPT)).isEqualTo(rows(BY_BRUTE_FORCE)));
      Life.append(house.log, weather("{\"unfit\":[\"celsius\"]}"));
      await().atMost(House.LONG).untilAsserted(() -> assertThat(rows(AS_KEPT)).isEqualTo(rows(BY_BRUTE_FORCE)));
    }
  }

  private static NewEvent weather(String metadata) {
    return new NewEvent(UUID.randomUUID(), null, null, "C-1", "x.weather", 2, DAY, "{}", metadata);
  }

  @Test
  void an_empty_log_holds_nothing() {
    ViewsSchema.migrate(house.database);
    try (EventCensus census = census()) {
      assertThat(census.take().counts()).isEmpty();
    }
  }

  private EventCensus census() {
    return new EventCensus(house.log, house.tail, house.database);
  }

  private void appendSome(int events) {
    Life.append(house.log, IntStream.range(0, events).mapToObj(i -> Life.any(random, 30)).toArray(NewEvent[]::new));
  }

  private static List<List<String>> told(EventCensus census) {
    return census.take().counts().stream()
        .map(count -> List.of(count.type(), "" + count.revision(), "" + count.count(), "" + count.first().position(),
            count.first().recordedAt().toString(), "" + count.last().position(), count.last().recordedAt().toString(),
            count.earliest().toString(), count.latest().toString(), "" + count.unfit()))
        .toList();
  }

  private List<List<String>> rows(String sql) {
    try (Connection connection = house.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
          row.add(found.getMetaData().getColumnTypeName(i).equals("timestamptz")
              ? found.getObject(i, OffsetDateTime.class).toInstant().toString()
              : found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
