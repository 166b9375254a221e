package io.anamnesis.query.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which rows of a page have a value: definition levels of one bit, in runs of equal ones. */
final class NullLevels {
  private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
  private int level;
  private int length;

  void add(boolean present) {
    int next = present ? 1 : 0;
    if (next != level) {
      endRun();
      level = next;
    }
    length++;
  }

  /** The runs, after the number of bytes that they take. */
  byte[] toBytes() {
    endRun();
    return ByteBuffer.allocate(Integer.BYTES + runs.size()).order(ByteOrder.LITTLE_ENDIAN).putInt(runs.size())
        .put(runs.toByteArray()).array();
  }

  private void endRun() {
    if (length > 0) {
      int header = length << 1;
      while ((header & ~0x7F) != 0) {
        runs.write(header & 0x7F | 0x80);
        header >>>= 7;
      }
      runs.write(header);
      runs.write(level);
      length = 0;
    }
  }
}
