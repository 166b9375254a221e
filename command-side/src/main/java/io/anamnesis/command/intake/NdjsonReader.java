package io.anamnesis.command.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream of any length, in memory of a fixed size: what a line has beyond the largest event is read over. Lines
 * end with LF or CR LF; blank ones count as lines and are no events. A stream that breaks off ends its last line there.
 */
final class NdjsonReader implements FactReader {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private int from;
  private int to;
  private long line;
  private boolean tooLarge;
  private boolean brokenOff;

  NdjsonReader(InputStream in) {
    this.in = in;
  }

  @Override
  public @Nullable RawFact next() {
    while (fill()) {
      readLine();
      byte[] body = content();
      line++;
      if (!isBlank(body)) {
        return new RawFact(line, body, tooLarge);
      }
    }
    return null;
  }

  /** Up to the next LF, which is consumed, or the end of the stream. */
  private void readLine() {
    held.reset();
    tooLarge = false;
    do {
      int end = indexOfLineFeed();
      hold(end == END ? to : end);
      if (end != END) {
        from = end + 1;
        return;
      }
      from = to;
    } while (fill());
  }

  private void hold(int end) {
    // One byte more than an event may have, for the CR of a line that is just not too large.
    int taken = Math.min(end - from, RawFact.MAX_BYTES + 1 - held.size());
    held.write(buffer, from, taken);
    tooLarge |= taken < end - from;
  }

  private byte[] content() {
    byte[] bytes = held.toByteArray();
    int start = line == 0 ? markLength(bytes) : 0;
    int end = bytes.length;
    if (!tooLarge && end > start && bytes[end - 1] == '\r') {
      end--;
    }
    if (end - start > RawFact.MAX_BYTES) {
      tooLarge = true;
      end = start + RawFact.MAX_BYTES;
    }
    return start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
  }

  private static int markLength(byte[] bytes) {
    return Arrays.mismatch(bytes, BYTE_ORDER_MARK) >= BYTE_ORDER_MARK.length || Arrays.equals(bytes, BYTE_ORDER_MARK)
        ? BYTE_ORDER_MARK.length
        : 0;
  }

  private int indexOfLineFeed() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return END;
  }

  /** Whether the stream failed before its end: a source that still listens must not take what was read for all. */
  boolean isBrokenOff() {
    return brokenOff;
  }

  /** Whether there is a byte to read; reads on where none is left. */
  private boolean fill() {
    if (from < to) {
      return true;
    }
    from = 0;
    to = 0;
    try {
      to = Math.max(0, in.read(buffer));
    } catch (IOException failed) {
      // The source went away, or its compression is damaged: what came whole stands.
      brokenOff = true;
    }
    return to > 0;
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
