package io.anamnesis.eventstore.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** A reader as a processor is one: it asks for what comes after its token, again and again. */
final class Following {
  private final EventStorageEngine engine;
  private final List<String> seen = new ArrayList<>();
  private TrackingToken token;

  Following(EventStorageEngine engine) {
    this.engine = engine;
    this.token = engine.createTailToken();
  }

  /** Reads what is there now. */
  void read() {
    try (Stream<? extends TrackedEventMessage<?>> events = engine.readEvents(token, false)) {
      events.forEach(event -> {
        seen.add(event.getIdentifier());
        token = event.trackingToken();
      });
    }
  }

  void readUntil(CountDownLatch end) throws InterruptedException {
    do {
      read();
    } while (!end.await(1, TimeUnit.MILLISECONDS));
    read();
  }

  /** Ids of the events, in the order in which they came. */
  List<String> seen() {
    return seen;
  }

  static List<String> fromTheStart(EventStorageEngine engine) {
    Following reader = new Following(engine);
    reader.read();
    return reader.seen();
  }
}
