package io.anamnesis.projections;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events as bytes, to be set aside and taken up again in the same process: a third of the room that they take as objects, and
 * nothing for the collector to follow. One thread writes; when it is done, any number may read.
 */
final class EventBytes {
  private static final int ABSENT = -1;
  /** In the place of a text that is not there; an empty one is another. */
  private static final byte[] NO_TEXT = {};
  /** Position, id, sequence number and whether there is one, type, revision, two instants, and the lengths of four texts. */
  private static final int WITHOUT_TEXTS = 6 * Long.BYTES + 8 * Integer.BYTES + 1;

  /** A type is told by its place in here: there are some dozens of them. */
  private final List<String> types = new ArrayList<>();
  private final Map<String, Integer> placeOfType = new HashMap<>();
  private ByteBuffer written = ByteBuffer.allocate(4 << 10);

  /** The event as bytes, ready to be read from the buffer until the next one is written. */
  ByteBuffer write(StoredEvent event) {
    byte[] stream = bytes(event.stream());
    byte[] subject = bytes(event.subject());
    byte[] payload = bytes(event.payload());
    byte[] metadata = bytes(event.metadata());
    room(WITHOUT_TEXTS + stream.length + subject.length + payload.length + metadata.length);
    Long seq = event.seq();
    written.putLong(event.position()).putLong(event.eventId().getMostSignificantBits())
        .putLong(event.eventId().getLeastSignificantBits()).put((byte) (seq == null ? 0 : 1))
        .putLong(seq == null ? 0 : seq).putInt(placeOf(event.type())).putInt(event.revision());
    put(event.occurredAt());
    put(event.recordedAt());
    put(stream);
    put(subject);
    put(payload);
    put(metadata);
    return written.flip();
  }

  /** Takes one event from a buffer. */
  StoredEvent read(ByteBuffer bytes) {
    long position = bytes.getLong();
    UUID eventId = new UUID(bytes.getLong(), bytes.getLong());
    boolean numbered = bytes.get() != 0;
    long seq = bytes.getLong();
    String type = types.get(bytes.getInt());
    int revision = bytes.getInt();
    Instant occurredAt = instant(bytes);
    Instant recordedAt = instant(bytes);
    String stream = text(bytes);
    String subject = text(bytes);
    return new StoredEvent(position, eventId, stream, numbered ? seq : null, subject, type, revision, occurredAt,
        recordedAt, told(text(bytes)), told(text(bytes)));
  }

  private int placeOf(String type) {
    Integer known = placeOfType.get(type);
    if (known == null) {
      known = types.size();
      types.add(type);
      placeOfType.put(type, known);
    }
    return known;
  }

  private void room(int bytes) {
    written.clear();
    if (written.capacity() < bytes) {
      written = ByteBuffer.allocate(Math.max(bytes, 2 * written.capacity()));
    }
  }

  private void put(Instant instant) {
    written.putLong(instant.getEpochSecond()).putInt(instant.getNano());
  }

  private void put(byte[] text) {
    written.putInt(text == NO_TEXT ? ABSENT : text.length).put(text);
  }

  private static Instant instant(ByteBuffer bytes) {
    return Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
  }

  private static @Nullable String text(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length == ABSENT) {
      return null;
    }
    String text =
        new String(bytes.array(), bytes.arrayOffset() + bytes.position(), length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + length);
    return text;
  }

  private static String told(@Nullable String text) {
    if (text == null) {
      throw new IllegalStateException("an event without payload or metadata was never written");
    }
    return text;
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? NO_TEXT : text.getBytes(StandardCharsets.UTF_8);
  }
}
