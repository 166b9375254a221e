package io.anamnesis.eventstore.proof;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one form of an event as bytes, made from its row of {@code log.event} and nothing else: the tag {@value #TAG}, a
 * newline, then its eleven columns, each as a length and so many bytes. Lengths and numbers are big-endian and signed, of 4 or 8
 * bytes; the length −1 stands for null, so that null and empty differ. Texts are UTF-8, an id is its 16 bytes, an instant counts
 * microseconds since 1970 in UTC. The same for implementers in other languages: {@code docs/reference/leaf.md}.
 */
public final class Leaf {
  /** Another form would have another tag: no bytes are ever a leaf of both. */
  public static final String TAG = "anamnesis-leaf/v1";

  private static final byte[] HEAD = (TAG + "\n").getBytes(StandardCharsets.US_ASCII);
  private static final int NULL = -1;

  private Leaf() {}

  /** Where an event stands among the leaves: positions are counted from 1, leaves from 0. */
  public static long indexOf(long position) {
    return position - 1;
  }

  /** The hash of an event as a leaf of the log's tree (RFC 6962, section 2.1). */
  public static Hash hashOf(StoredEvent event) {
    return MerkleTree.leafHash(bytesOf(event));
  }

  /** @throws IllegalArgumentException if an instant is finer than a microsecond: such an event is of no row */
  public static byte[] bytesOf(StoredEvent event) {
    Long seq = event.seq();
    return joined(number(event.position()), id(event.eventId()), text(event.stream()), seq == null ? null : number(seq),
        text(event.subject()), text(event.type()),
        ByteBuffer.allocate(Integer.BYTES).putInt(event.revision()).array(), number(micros(event.occurredAt())),
        number(micros(event.recordedAt())), text(event.metadata()), text(event.payload()));
  }

  private static byte[] joined(byte[] @Nullable... fields) {
    int length = HEAD.length + fields.length * Integer.BYTES;
    for (byte[] field : fields) {
      length += field == null ? 0 : field.length;
    }
    ByteBuffer leaf = ByteBuffer.allocate(length).put(HEAD);
    for (byte[] field : fields) {
      if (field == null) {
        leaf.putInt(NULL);
      } else {
        leaf.putInt(field.length).put(field);
      }
    }
    return leaf.array();
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static byte[] id(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static byte @Nullable [] text(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static long micros(Instant instant) {
    if (!instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
      throw new IllegalArgumentException("an instant of the log is whole microseconds");
    }
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
