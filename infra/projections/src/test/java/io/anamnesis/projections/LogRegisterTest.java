package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Metadata;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reviews are few among sign-ins; a register notes where they are. */
class LogRegisterTest {
  private static final String POSITIONS = """
      select position from log.event where type = 'review.posted' and position <= %d order by position""";

  private final House house = new House();
  private final Random random = new Random(5);

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void who_asks_for_a_position_learns_all_that_lies_up_to_it_from_near_and_from_far() {
    append(12_000);
    LogRegister<List<Long>> register = register();
    for (long position : List.of(1L, 700L, 7_000L, 7_001L, 11_999L, 12_000L)) {
      assertThat(upTo(register.upTo(position), position)).isEqualTo(truth(position)).isNotNull();
    }
    append(40);
    assertThat(register.now()).isEqualTo(truth(12_040));
    append(6_000);
    assertThat(upTo(register.upTo(18_000), 18_000)).isEqualTo(truth(18_000)).hasSizeGreaterThan(100);
  }

  @Test
  void all_who_ask_at_once_while_others_write_get_the_same() throws Exception {
    LogRegister<List<Long>> register = register();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 25; round++) {
        append(60);
        long position = house.log.head();
        List<Future<List<Long>>> answers = IntStream.range(0, 4)
            .mapToObj(i -> threads.submit(() -> upTo(register.upTo(position - i), position - i))).toList();
        append(20);
        for (int i = 0; i < answers.size(); i++) {
          assertThat(answers.get(i).get()).isEqualTo(truth(position - i));
        }
      }
    }
  }

  @Test
  void asking_for_what_the_log_does_not_hold_yet_ends_with_what_it_holds() {
    append(10);
    assertThat(register().upTo(99)).isEqualTo(truth(10));
  }

  private LogRegister<List<Long>> register() {
    return new LogRegister<>(house.log, new LogTail(house.log, house.decoder), house.decoder,
        Set.of(ReviewPosted.class), List.of(), (before, event) -> {
          List<Long> after = new ArrayList<>(before);
          after.add(event.position());
          return List.copyOf(after);
        });
  }

  private static List<Long> upTo(List<Long> positions, long position) {
    return positions.stream().filter(one -> one <= position).toList();
  }

  private void append(int events) {
    Life.append(house.log, IntStream.range(0, events).mapToObj(i -> random.nextInt(40) == 0
        ? event("review.posted", "{\"platform\":\"dianping\",\"rating\":3}")
        : event("signin.made", "{}")).toArray(NewEvent[]::new));
  }

  private static NewEvent event(String type, String payload) {
    return new NewEvent(UUID.randomUUID(), null, null, "C-1", type, 1, Instant.parse("2026-03-01T00:00:00Z"), payload,
        EventDecoder.encode(Metadata.NONE));
  }

  private List<Long> truth(long position) {
    try (Connection connection = house.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(POSITIONS.formatted(position))) {
      List<Long> positions = new ArrayList<>();
      while (rows.next()) {
        positions.add(rows.getLong(1));
      }
      return positions;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
