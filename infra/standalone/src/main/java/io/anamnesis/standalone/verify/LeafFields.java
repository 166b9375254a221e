package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Leaf;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A leaf read back to the row that it was made from. */
final class LeafFields {
  private static final byte[] TAG = (Leaf.TAG + "\n").getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer bytes;

  private LeafFields(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** @throws Unreadable if they are not what {@link Leaf#bytesOf} gives of some event */
  static StoredEvent read(byte[] leaf) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(leaf);
      bytes.position(TAG.length);
      StoredEvent event = new LeafFields(bytes).event();
      if (Arrays.equals(Leaf.bytesOf(event), leaf)) {
        return event;
      }
    } catch (IllegalArgumentException | BufferUnderflowException | NullPointerException notOne) {
      // Told below.
    }
    throw new Unreadable("a leaf is not in the form of one");
  }

  private StoredEvent event() {
    long position = number(need());
    ByteBuffer id = ByteBuffer.wrap(need());
    UUID eventId = new UUID(id.getLong(), id.getLong());
    String stream = text();
    byte[] seq = field();
    String subject = text();
    String type = Objects.requireNonNull(text());
    int revision = ByteBuffer.wrap(need()).getInt();
    Instant occurredAt = instant(need());
    Instant recordedAt = instant(need());
    String metadata = Objects.requireNonNull(text());
    String payload = Objects.requireNonNull(text());
    return new StoredEvent(position, eventId, stream, seq == null ? null : number(seq), subject, type, revision,
        occurredAt,
        recordedAt, payload, metadata);
  }

  private byte @Nullable [] field() {
    int length = bytes.getInt();
    if (length < 0) {
      return null;
    }
    if (length > bytes.remaining()) {
      throw new IllegalArgumentException("a field is longer than the leaf");
    }
    byte[] field = new byte[length];
    bytes.get(field);
    return field;
  }

  private byte[] need() {
    return Objects.requireNonNull(field());
  }

  private @Nullable String text() {
    byte[] field = field();
    return field == null ? null : new String(field, StandardCharsets.UTF_8);
  }

  private static long number(byte[] field) {
    return ByteBuffer.wrap(field).getLong();
  }

  private static Instant instant(byte[] field) {
    return Instant.EPOCH.plus(number(field), ChronoUnit.MICROS);
  }
}
