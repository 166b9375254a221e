package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.EventMessage;

/** Writers in the background, who append one, two or three events at a time, and what they were told of it. */
final class Load implements AutoCloseable {
  private final List<Writer> writers = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile boolean stopped;

  private Load() {}

  /** Starts the writers, who share the stores evenly. */
  static Load of(int writers, Store... stores) {
    Load load = new Load();
    for (int i = 0; i < writers; i++) {
      load.writers.add(load.new Writer(stores[i % stores.length], new SplittableRandom(i)));
    }
    load.writers.forEach(writer -> writer.thread.start());
    return load;
  }

  /** How many events are known to be recorded so far. */
  int count() {
    return acknowledged.get();
  }

  void stop() throws InterruptedException {
    stopped = true;
    for (Writer writer : writers) {
      if (!writer.thread.join(Duration.ofSeconds(60))) {
        throw new IllegalStateException("a writer does not come to its end");
      }
    }
  }

  /** Ids of what is known to be recorded. */
  private List<String> acknowledged() {
    return writers.stream().flatMap(writer -> ids(writer.acknowledged()).stream()).toList();
  }

  /** Appends that failed, or whose fate is not known. */
  List<List<EventMessage<?>>> unacknowledged() {
    return writers.stream().flatMap(writer -> writer.unacknowledged.stream()).toList();
  }

  /** Ids of all that they tried to record. */
  Set<String> attempted() {
    Set<String> attempted = new HashSet<>(acknowledged());
    unacknowledged().forEach(append -> attempted.addAll(ids(append)));
    return attempted;
  }

  /**
   * What they know to be recorded is, once; what is not known is there whole or not at all; nothing else is there.
   *
   * @param recorded ids of all events of the log
   */
  void assertThatItIsToldTheTruth(List<String> recorded) {
    assertThat(recorded).doesNotHaveDuplicates();
    Set<String> present = new HashSet<>(recorded);
    assertThat(acknowledged().stream().filter(id -> !present.contains(id))).as("acknowledged and lost").isEmpty();
    for (List<EventMessage<?>> notKnown : unacknowledged()) {
      assertThat(ids(notKnown).stream().filter(present::contains).count())
          .as("recorded of an append of %d", notKnown.size()).isIn(0L, (long) notKnown.size());
    }
    present.removeAll(attempted());
    assertThat(present).as("recorded and never appended").isEmpty();
  }

  void assertThatEachWritersOrderIsKept(List<String> seen) {
    for (Writer writer : writers) {
      List<String> ofWriter = ids(writer.acknowledged());
      Set<String> own = new HashSet<>(ofWriter);
      assertThat(seen.stream().filter(own::contains)).as("in the order of their writer").isEqualTo(ofWriter);
    }
  }

  @Override
  public void close() {
    stopped = true;
  }

  /** One writer. */
  private final class Writer {
    private final Store store;
    private final SplittableRandom random;
    private final ConcurrentLinkedQueue<List<EventMessage<?>>> acknowledged = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<List<EventMessage<?>>> unacknowledged = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::write);

    Writer(Store store, SplittableRandom random) {
      this.store = store;
      this.random = random;
    }

    private List<EventMessage<?>> acknowledged() {
      return acknowledged.stream().<EventMessage<?>>flatMap(List::stream).toList();
    }

    private void write() {
      try {
        while (!stopped) {
          List<EventMessage<?>> events = Messages.events(1 + random.nextInt(3));
          if (store.acknowledges(events)) {
            acknowledged.add(events);
            Load.this.acknowledged.addAndGet(events.size());
          } else {
            unacknowledged.add(events);
          }
          // An engine that does nothing would else fill the memory.
          TimeUnit.MILLISECONDS.sleep(1);
        }
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
