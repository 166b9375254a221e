package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.StoredEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code copy … to stdout (format binary)} of {@link Rows#COLUMNS}, read straight off its bytes: a count of columns, then each column as
 * its length and what the type's send function wrote, all big-endian. For one thread.
 */
final class BinaryRow {
  private static final int COUNT = 11;
  private static final int NULL = -1;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  /** The server counts microseconds from here. */
  private static final long YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long MICROS = 1_000_000;

  private final RecurringTexts recurring;
  private byte[] bytes = {};
  private int at;

  BinaryRow(RecurringTexts recurring) {
    this.recurring = recurring;
  }

  /** @param from where the row begins, at its count of columns */
  StoredEvent event(byte[] row, int from) {
    bytes = row;
    at = from + Short.BYTES;
    if ((short) SHORT.get(row, from) != COUNT) {
      throw unexpected();
    }
    return new StoredEvent(int8(), uuid(), textOrNull(), int8OrNull(), textOrNull(), recurringText(), int4(), instant(),
        instant(), text(), text());
  }

  private long int8() {
    expect(Long.BYTES);
    return nextLong();
  }

  private @Nullable Long int8OrNull() {
    int length = length();
    if (length == NULL) {
      return null;
    } else if (length != Long.BYTES) {
      throw unexpected();
    }
    return nextLong();
  }

  private int int4() {
    expect(Integer.BYTES);
    return length();
  }

  private UUID uuid() {
    expect(2 * Long.BYTES);
    return new UUID(nextLong(), nextLong());
  }

  private Instant instant() {
    expect(Long.BYTES);
    long micros = nextLong();
    return Instant.ofEpochSecond(YEAR_2000 + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  private String text() {
    String text = textOrNull();
    if (text == null) {
      throw unexpected();
    }
    return text;
  }

  private @Nullable String textOrNull() {
    int length = length();
    if (length == NULL) {
      return null;
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private String recurringText() {
    int length = length();
    String text = recurring.text(bytes, at, length);
    at += length;
    return text;
  }

  private void expect(int length) {
    if (length() != length) {
      throw unexpected();
    }
  }

  private int length() {
    int length = (int) INT.get(bytes, at);
    at += Integer.BYTES;
    return length;
  }

  private long nextLong() {
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("the server sent a row of another form than was asked for");
  }
}
