package io.anamnesis.eventstore.proof;

import io.anamnesis.eventstore.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + event.payload().length() + event.metadata().length());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write((TAG + "\n").getBytes(StandardCharsets.US_ASCII));
      write(out, number(event.position()));
      write(out, id(event.eventId()));
      write(out, text(event.stream()));
      write(out, event.seq() == null ? null : number(event.seq()));
      write(out, text(event.subject()));
      write(out, text(event.type()));
      write(out, ByteBuffer.allocate(Integer.BYTES).putInt(event.revision()).array());
      write(out, number(micros(event.occurredAt())));
      write(out, number(micros(event.recordedAt())));
      write(out, text(event.metadata()));
      write(out, text(event.payload()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte @Nullable [] field) throws IOException {
    if (field == null) {
      out.writeInt(NULL);
    } else {
      out.writeInt(field.length);
      out.write(field);
    }
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
