package io.anamnesis.eventstore.proof;

import io.anamnesis.eventstore.StoredEvent;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The bytes of an event, made of hexadecimal digits as {@code docs/reference/leaf.md} tells it. */
public final class NaiveLeaf {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private NaiveLeaf() {}

  public static byte[] of(StoredEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("anamnesis-leaf/v1\n".getBytes(StandardCharsets.US_ASCII));
    field(out, number(event.position(), 16));
    field(out, event.eventId().toString().replace("-", ""));
    field(out, text(event.stream()));
    field(out, event.seq() == null ? null : number(event.seq(), 16));
    field(out, text(event.subject()));
    field(out, text(event.type()));
    field(out, number(event.revision(), 8));
    field(out, number(micros(event.occurredAt()), 16));
    field(out, number(micros(event.recordedAt()), 16));
    field(out, text(event.metadata()));
    field(out, text(event.payload()));
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, @Nullable String digits) {
    out.writeBytes(HexFormat.of().parseHex(digits == null ? "ffffffff" : number(digits.length() / 2, 8) + digits));
  }

  private static String number(long number, int digits) {
    BigInteger unsigned = BigInteger.valueOf(number).mod(BigInteger.TWO.pow(4 * digits));
    return ("0".repeat(digits) + unsigned.toString(16)).substring(unsigned.toString(16).length())
        .toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long micros(Instant instant) {
    return BigInteger.valueOf(instant.getEpochSecond()).multiply(MILLION)
        .add(BigInteger.valueOf(instant.getNano() / 1000)).longValueExact();
  }
}
