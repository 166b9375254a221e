package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.event;
import static io.anamnesis.eventstore.conformance.Messages.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;

/** Readers skip nothing and wait for nobody, whatever writers and strangers do beside them. */
public abstract class UnderLoadSuite extends StoreSuite {
  private static final int WRITERS = 64;
  private static final int PERIODS = 5;
  private static final int SECONDS_EACH = 2;

  @Test
  public void a_reader_does_not_pass_an_append_that_commits_late() throws Exception {
    EventMessage<?> late = event();
    EventMessage<?> quick = event();
    try (Store other = store().another();
        Reader reader = Reader.of(other);
        CommitFaults.Held held = CommitFaults.hold(store(), late.getIdentifier())) {
      CompletableFuture<?> slow = async(() -> store().append(late));
      held.awaitReached();
      CompletableFuture<?> passing = async(() -> other.append(quick));
      // Time enough to read what has passed, where something can.
      TimeUnit.MILLISECONDS.sleep(500);
      held.letGo();
      CompletableFuture.allOf(slow, passing).get(20, TimeUnit.SECONDS);

      assertThat(reader.seenInTheEnd()).containsExactlyInAnyOrderElementsOf(ids(List.of(late, quick)));
    }
  }

  @Test
  public void readers_see_all_that_many_writers_commit_once_and_nothing_else() throws Exception {
    CommitFaults.letSomeStumble(store());
    try (Store other = store().another();
        Reader one = Reader.of(store());
        Reader two = Reader.of(other);
        Reader three = Reader.of(other);
        Load load = Load.of(WRITERS, store(), other)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> load.count() > 6_000);
      load.stop();

      List<String> recorded = store().recorded();
      load.assertThatItIsToldTheTruth(recorded);
      for (Reader reader : List.of(one, two, three)) {
        Following following = reader.finish();
        following.assertThatItHasSeen(recorded, store().kind().isDense());
        load.assertThatEachWritersOrderIsKept(following.seen());
      }
    }
  }

  @Test
  public void a_foreign_transaction_held_open_stalls_nobody() throws Exception {
    try (Connection foreign = store().database().getConnection();
        Statement statement = foreign.createStatement();
        Store other = store().another();
        Reader reader = Reader.of(store());
        Load load = Load.of(8, store(), other)) {
      foreign.setAutoCommit(false);
      foreign.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      // It has a transaction id and a snapshot, as a backup or a report may have for hours.
      statement.execute("create table foreign_work (id int)");
      List<Integer> written = new ArrayList<>();
      List<Integer> read = new ArrayList<>();
      for (int period = 0; period < PERIODS; period++) {
        int writtenBefore = load.count();
        int readBefore = reader.count();
        TimeUnit.SECONDS.sleep(SECONDS_EACH);
        written.add(load.count() - writtenBefore);
        read.add(reader.count() - readBefore);
        assertThat(written).as("events written, period by period").doesNotContain(0);
        assertThat(read).as("events read, period by period").doesNotContain(0);
      }
      load.stop();
      foreign.rollback();
      assertThat(load.unacknowledged()).as("appends that nothing stood against, and that failed").isEmpty();
      load.assertThatItIsToldTheTruth(store().recorded());
      reader.finish().assertThatItHasSeen(store().recorded(), store().kind().isDense());
      // The first period warms up, and the machine may have other work: what decays, decays further than that.
      assertThat(written.getLast()).as("events written, period by period: %s", written)
          .isGreaterThan(written.get(1) / 4);
    }
  }

  private static CompletableFuture<?> async(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }
}
