package io.anamnesis.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.ParkedKey;
import io.anamnesis.projections.Parking;
import io.anamnesis.projections.SkipDecisions;
import tools.jackson.databind.JsonNode;

/**
 * Keys whose events wait, over HTTP: the same for projections and policies, whichever side runs them. An operator sees and
 * names them by the position of the event at which they are stuck; who it is about is told as a pseudonym.
 */
public final class ParkedKeys {
  private static final int MOST = 500;
  private static final int LONGEST_REASON = 1_000;

  private final Parking parking;
  private final SkipDecisions decisions;
  private final PersonalData personal;
  private final Clock clock;

  public ParkedKeys(Parking parking, EventLog log, PersonalData personal, Clock clock) {
    this.parking = parking;
    this.decisions = new SkipDecisions(log, personal);
    this.personal = personal;
    this.clock = clock;
  }

  /** @param next the cursor of the next page; null at the end */
  public record Page(List<Item> items, @Nullable String next) {}

  /**
   * A key that waits.
   *
   * @param position of the event that could not be taken: the first of those that wait
   * @param customer pseudonym of the one whose events they are
   * @param cause class and place of the failure, never a message
   */
  public record Item(long position, String customer, String cause, Instant since) {}

  /** @param parked whether the key is still parked, at this event or a later one */
  public record Tried(boolean parked) {}

  /** Ascending by position. */
  public ResponseEntity<Page> list(String name, @Nullable String cursor, int limit) {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(ProblemType.INVALID).field("limit").exception();
    }
    long after = cursor == null ? 0 : Cursor.parse(cursor).position();
    List<ParkedKey> found = parking.parked(name, after, limit + 1);
    List<ParkedKey> shown = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() == shown.size() ? null : new Cursor(shown.getLast().position(), 0).text();
    return ResponseEntity.ok().header("Cache-Control", "no-store")
        .body(new Page(shown.stream().map(this::item).toList(),
            next));
  }

  /** @param body {@code {position}} */
  public Tried retry(String name, JsonNode body) {
    long position = position(body);
    ParkedKey parked = parking.parkedAt(name, position).orElseThrow(() -> notParked(name, position));
    return new Tried(!parking.retryParked(name, parked.key()));
  }

  /**
   * Gives the event up for good.
   *
   * @param body {@code {position, reason}}
   */
  public ResponseEntity<Tried> skip(String name, JsonNode body, Caller caller) {
    long position = position(body);
    String reason = reason(body);
    return switch (decisions.skip(parking, name, position, reason, caller.name(), clock.instant())) {
      case SkipDecisions.Skipped done -> ResponseEntity.ok()
          .header(ConsistencyToken.HEADER, new ConsistencyToken(done.position()).text())
          .body(new Tried(!done.mended()));
      case SkipDecisions.NotParked none -> throw notParked(name, position);
      case SkipDecisions.NotStuck mended ->
        throw Problem.of(ProblemType.CONFLICT).field("position").detail("problem.conflict.not-stuck").exception();
      case SkipDecisions.Unknown unknown -> throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(1).exception();
    };
  }

  private Item item(ParkedKey key) {
    return new Item(key.position(), personal.pseudonym(key.key()), key.cause(), key.since());
  }

  private static ProblemException notParked(String name, long position) {
    return Problem.of(ProblemType.NOT_FOUND).field("position")
        .detail("problem.not-found.parked", name, Long.toString(position)).exception();
  }

  private static long position(JsonNode body) {
    JsonNode position = required(body, "position");
    if (!position.isIntegralNumber() || !position.canConvertToLong() || position.longValue() < 1) {
      throw Problem.of(ProblemType.INVALID).field("position").exception();
    }
    return position.longValue();
  }

  private static String reason(JsonNode body) {
    JsonNode reason = required(body, "reason");
    if (!reason.isString() || reason.stringValue().isBlank() || reason.stringValue().length() > LONGEST_REASON) {
      throw Problem.of(ProblemType.INVALID).field("reason").detail("problem.invalid.reason", LONGEST_REASON)
          .exception();
    }
    return reason.stringValue();
  }

  private static JsonNode required(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw Problem.of(ProblemType.MISSING).field(name).exception();
    }
    return value;
  }
}
