package io.anamnesis.query.parquet;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** The values of one page in the encoding PLAIN, one after another; nulls are not among them. */
final class PageValues {
  private final ParquetColumn column;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int bits;
  private int bitCount;

  PageValues(ParquetColumn column) {
    this.column = column;
  }

  /** @return the number by which it is ordered; 0 where the column's values are no numbers */
  long add(Object value) {
    switch (column.kind()) {
      case TEXT -> text(((String) value).getBytes(StandardCharsets.UTF_8));
      case DECIMAL -> bytes.writeBytes(decimal((BigDecimal) value));
      case BOOLEAN -> flag((Boolean) value);
      case INTEGER -> {
        return number((Long) value, Long.BYTES);
      }
      case TIMESTAMP -> {
        return number(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value), Long.BYTES);
      }
      case DATE -> {
        return number(((LocalDate) value).toEpochDay(), Integer.BYTES);
      }
    }
    return 0;
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    if (bitCount > 0) {
      bytes.write(bits);
      bits = 0;
      bitCount = 0;
    }
    return bytes.toByteArray();
  }

  private void text(byte[] utf8) {
    number(utf8.length, Integer.BYTES);
    bytes.writeBytes(utf8);
  }

  /** Little-endian. */
  private long number(long value, int length) {
    for (int i = 0; i < length; i++) {
      bytes.write((int) (value >> 8 * i));
    }
    return value;
  }

  /** Eight to the byte, the first in the lowest bit. */
  private void flag(boolean value) {
    bits |= (value ? 1 : 0) << bitCount++;
    if (bitCount == Byte.SIZE) {
      bytes.write(bits);
      bits = 0;
      bitCount = 0;
    }
  }

  /** Two's complement, big-endian, of a fixed length. */
  private byte[] decimal(BigDecimal value) {
    BigDecimal bare = value.stripTrailingZeros();
    if (bare.scale() > ParquetColumn.DECIMAL_SCALE
        || bare.precision() - bare.scale() > ParquetColumn.DECIMAL_PRECISION - ParquetColumn.DECIMAL_SCALE) {
      throw new IllegalStateException("a value of column " + column.name() + " has more than "
          + (ParquetColumn.DECIMAL_PRECISION - ParquetColumn.DECIMAL_SCALE) + " digits before or "
          + ParquetColumn.DECIMAL_SCALE + " after the point");
    }
    byte[] shortest = bare.setScale(ParquetColumn.DECIMAL_SCALE).unscaledValue().toByteArray();
    byte[] fixed = new byte[ParquetColumn.DECIMAL_BYTES];
    Arrays.fill(fixed, (byte) (shortest[0] < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, fixed, fixed.length - shortest.length, shortest.length);
    return fixed;
  }
}
