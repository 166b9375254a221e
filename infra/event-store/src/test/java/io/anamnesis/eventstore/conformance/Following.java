package io.anamnesis.eventstore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/** A reader as a processor is one: it asks for what comes after its token, again and again. */
final class Following {
  private final EventStorageEngine engine;
  private final List<String> seen = new ArrayList<>();
  private final List<Long> positions = new ArrayList<>();
  private @Nullable TrackingToken token;

  Following(EventStorageEngine engine, @Nullable TrackingToken token) {
    this.engine = engine;
    this.token = token;
  }

  static Following atTheTail(EventStorageEngine engine) {
    return new Following(engine, engine.createTailToken());
  }

  /** Ids of all events. */
  static List<String> fromTheStart(EventStorageEngine engine) {
    return atTheTail(engine).read().seen();
  }

  /** Reads what is there now. */
  Following read() {
    try (Stream<? extends TrackedEventMessage<?>> events = engine.readEvents(token, false)) {
      events.forEach(event -> {
        seen.add(event.getIdentifier());
        positions.add(event.trackingToken().position().orElse(0));
        token = event.trackingToken();
      });
    }
    return this;
  }

  /** Ids of the events, in the order in which they came. */
  List<String> seen() {
    return seen;
  }

  /** Where the events stand, in the order in which they came. */
  List<Long> positions() {
    return positions;
  }

  /** All of it, once, and nothing else; also in its order, where that is the log's. */
  void assertThatItHasSeen(List<String> recorded, boolean dense) {
    Set<String> skipped = new HashSet<>(recorded);
    seen.forEach(skipped::remove);
    assertThat(skipped).as("skipped by a reader").isEmpty();
    assertThat(seen).hasSameSizeAs(recorded);
    if (dense) {
      assertThat(seen).isEqualTo(recorded);
      assertThat(positions).isEqualTo(LongStream.rangeClosed(1, recorded.size()).boxed().toList());
    }
  }

  @Nullable
  TrackingToken token() {
    return token;
  }
}
