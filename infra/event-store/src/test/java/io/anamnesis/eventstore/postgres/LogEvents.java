package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events for tests of the log, which does not look into their payloads. */
public final class LogEvents {
  private LogEvents() {}

  /** A fact; the same id is the same fact. */
  public static NewEvent fact(String id) {
    return fact(id, "C-" + id, "{\"n\":\"" + id + "\"}");
  }

  public static NewEvent fact(String id, String subject, String payload) {
    return new NewEvent(FactId.of("/test", id), null, null, subject, "signin.made", 1,
        Instant.parse("2026-03-01T02:15:00Z"), payload, "{}");
  }

  public static NewEvent decision(String stream, long seq) {
    return new NewEvent(UUID.randomUUID(), stream, seq, "C-1", "loyalty.tier-reached", 1,
        Instant.parse("2026-03-01T02:15:00Z"), "{}", "{}");
  }

  public static Append one(String id) {
    return Append.of(fact(id));
  }

  /** The whole log, read in pages that do not divide it. */
  public static List<StoredEvent> all(EventLog log) {
    List<StoredEvent> all = new ArrayList<>();
    List<StoredEvent> page;
    do {
      page = log.read(all.size(), 701);
      all.addAll(page);
    } while (!page.isEmpty());
    return all;
  }
}
