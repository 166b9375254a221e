package io.anamnesis.benchmarks.micro;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** One customer's life as the log holds it: a sign-in, an appointment, a purchase and its award, over and over. */
final class Life {
  private static final List<Payload> HABIT =
      List.of(Payload.SIGNIN, Payload.APPOINTMENT, Payload.PURCHASE, Payload.AWARD);
  private static final Instant BIRTH = Instant.parse("2020-01-01T00:00:00Z");

  private Life() {}

  static List<StoredEvent> of(int events) {
    return IntStream.range(0, events).mapToObj(Life::event).toList();
  }

  private static StoredEvent event(int index) {
    Payload payload = HABIT.get(index % HABIT.size());
    Instant at = BIRTH.plus(Duration.ofHours(index));
    // Every purchase and every lot is another one.
    UUID id = UUID.nameUUIDFromBytes(("event " + index).getBytes(StandardCharsets.UTF_8));
    String json = payload.json.replace("P-2026-000417", "P-" + index).replace("\"A-1\"", "\"A-" + index + "\"")
        .replace("\"lotId\":\"6f1c0f6e-0a52-5d1e-9c55-3a2f7c7f2d10\"", "\"lotId\":\"" + id + "\"");
    boolean decided = payload == Payload.AWARD;
    return new StoredEvent(index + 1, id, decided ? "points-account:C-0042" : null, decided ? (long) index / 4 : null,
        "C-0042", payload.type, payload.revision, at, at, json, Payload.METADATA);
  }
}
