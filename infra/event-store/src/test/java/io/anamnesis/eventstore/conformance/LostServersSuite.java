package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.event;
import static io.anamnesis.eventstore.conformance.Messages.events;
import static io.anamnesis.eventstore.conformance.Messages.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was acknowledged is lost with a server, and engine and readers go on when it is back. */
public abstract class LostServersSuite {

  protected abstract EngineUnderTest engine();

  @Test
  public void a_server_killed_under_load_loses_nothing_that_was_acknowledged(@TempDir Path folder) throws Exception {
    // Who does not wait for the disk loses much.
    try (OwnCluster cluster = OwnCluster.start(Programs.ofServer(), folder, "wal_writer_delay=10s");
        Store store = Store.open(engine(), cluster.url(), Store.PATIENT);
        Reader reader = Reader.thatGoesOn(store);
        Load load = Load.of(8, store)) {
      for (int kill = 0; kill < 2; kill++) {
        awaitProgress(load, reader);
        cluster.kill();
        cluster.start();
      }
      awaitProgress(load, reader);
      load.stop();
      assertThatNothingIsLostOrDouble(store, load, reader);
    }
  }

  @Test
  public void a_full_disk_loses_nothing_that_was_acknowledged_and_the_log_goes_on_when_there_is_space()
      throws Exception {
    try (Shortage shortage = Shortage.prepare();
        OwnCluster cluster = OwnCluster.start(Programs.ofServer(), shortage.folder());
        Store store = Store.open(engine(), cluster.url(), Store.PATIENT);
        Reader reader = Reader.thatGoesOn(store);
        Load load = Load.of(8, store)) {
      awaitProgress(load, reader);
      shortage.begin(cluster);
      await().atMost(Duration.ofSeconds(40)).until(() -> load.unacknowledged().size() > 20);
      shortage.end(cluster);
      cluster.startIfGone();
      awaitProgress(load, reader);
      load.stop();
      assertThatNothingIsLostOrDouble(store, load, reader);
    }
  }

  private static void awaitProgress(Load load, Reader reader) {
    int written = load.count();
    await().atMost(Duration.ofSeconds(40)).until(() -> load.count() > written + 300);
    int read = reader.count();
    await().atMost(Duration.ofSeconds(10)).until(() -> reader.count() > read + 100);
  }

  private static void assertThatNothingIsLostOrDouble(Store store, Load load, Reader reader) throws Exception {
    load.assertThatItIsToldTheTruth(store.recorded());
    for (List<EventMessage<?>> notKnown : load.unacknowledged()) {
      store.acknowledges(notKnown);
    }
    List<String> recorded = store.recorded();
    assertThat(recorded).hasSameSizeAs(load.attempted()).doesNotHaveDuplicates();
    reader.finish().assertThatItHasSeen(recorded, store.kind().isDense());
  }

  @Test
  public void a_follower_resumes_by_its_token_where_the_log_was_dumped_and_restored(@TempDir Path folder)
      throws Exception {
    Programs programs = Programs.withDump();
    List<EventMessage<?>> events = events(700);
    TrackingToken token;
    try (OwnCluster cluster = OwnCluster.start(programs, folder.resolve("first"));
        Store store = Store.open(engine(), cluster.url(), Store.PATIENT)) {
      store.engine().appendEvents(events.subList(0, 420));
      token = Following.atTheTail(store.engine()).read().token();
      events.subList(420, 700).forEach(store::append);
      cluster.dump(folder.resolve("dump"));
    }
    try (OwnCluster cluster = OwnCluster.start(programs, folder.resolve("second"))) {
      cluster.restore(folder.resolve("dump"));
      try (Store store = Store.open(engine(), cluster.url(), Store.PATIENT)) {
        Following following = new Following(store.engine(), token).read();
        assertThat(following.seen()).isEqualTo(ids(events.subList(420, 700)));
        EventMessage<?> next = event();
        store.append(next);
        assertThat(following.read().seen()).hasSize(281).endsWith(next.getIdentifier());
        assertThat(following.positions()).isEqualTo(LongStream.rangeClosed(421, 701).boxed().toList());
        assertThat(store.recorded()).hasSize(701);
      }
    }
  }
}
