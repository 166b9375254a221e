package io.anamnesis.eventstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the log. What no log could hold is refused here, so that it cannot spoil the transaction that
 * it shares with its neighbours.
 *
 * @param stream with {@code seq}, the aggregate's stream; null for a fact
 * @param seq number within the stream, from 0, without gaps
 * @param subject at most 300 characters, as is the stream
 * @param type at most 300 characters
 * @param occurredAt kept to the microsecond: finer digits are cut off; from year 1 to 9999
 * @param payload JSON text, personal fields already sealed
 * @param metadata JSON text of {@link io.anamnesis.events.Metadata}
 */
public record NewEvent(UUID eventId, @Nullable String stream, @Nullable Long seq, @Nullable String subject, String type,
    int revision, Instant occurredAt, String payload, String metadata) {

  private static final int LONGEST_NAME = 300;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  public NewEvent {
    if ((stream == null) != (seq == null)) {
      throw new IllegalArgumentException("stream and seq are given together or not at all");
    }
    if ((seq != null && seq < 0) || revision < 1) {
      throw new IllegalArgumentException("seq counts from 0 and revision from 1");
    }
    checkName(stream);
    checkName(subject);
    checkName(type);
    checkText(payload);
    checkText(metadata);
    if (occurredAt.isBefore(EARLIEST) || !occurredAt.isBefore(LATEST)) {
      throw new IllegalArgumentException("occurredAt lies from year 1 to year 9999");
    }
    occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
  }

  private static void checkName(@Nullable String name) {
    if (name != null && name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("stream, subject and type have at most " + LONGEST_NAME + " characters");
    }
    checkText(name);
  }

  private static void checkText(@Nullable String text) {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("no text in the log holds the character U+0000");
    }
  }
}
