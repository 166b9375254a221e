package io.anamnesis.projections;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text in the making, as the bytes of its UTF-8: most of what is written is ASCII, of which each character is a byte that need
 * not be looked at again. Half of a pair of surrogates becomes a question mark, as everywhere when text leaves the process. For
 * one thread.
 */
final class TextBytes {
  private static final String HEX = "0123456789ABCDEF";
  /** An escape in JSON takes this many bytes of one character, UTF-8 no more than three. */
  private static final int MOST_OF_A_CHARACTER = 6;
  private static final int DIGITS_OF_A_LONG = 20;

  private byte[] bytes;
  private int length;

  TextBytes(int usualLength) {
    this.bytes = new byte[usualLength];
  }

  /** In bytes. */
  int length() {
    return length;
  }

  byte byteAt(int place) {
    return bytes[place];
  }

  /** Takes back what comes after. */
  void shorten(int to) {
    length = to;
  }

  TextBytes append(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  TextBytes ascii(char character) {
    room(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /** A number, an instant, or whatever else is known to be ASCII. */
  TextBytes ascii(String text) {
    int more = text.length();
    room(more);
    for (int i = 0; i < more; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += more;
    return this;
  }

  TextBytes append(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  TextBytes append(int number) {
    return append((long) number);
  }

  TextBytes append(boolean value) {
    return ascii(value ? "true" : "false");
  }

  TextBytes append(long number) {
    if (number == Long.MIN_VALUE) {
      return ascii(Long.toString(number));
    }
    room(DIGITS_OF_A_LONG);
    long rest = number;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    int end = length + 1;
    for (long more = rest; more > 9; more /= 10) {
      end++;
    }
    length = end;
    do {
      bytes[--end] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  /** A number from 0 to 99, with two digits. */
  TextBytes twoDigits(int number) {
    room(2);
    bytes[length++] = (byte) ('0' + number / 10);
    bytes[length++] = (byte) ('0' + number % 10);
    return this;
  }

  /** Text as a value of JSON: in quotes, escaped where it must be. */
  TextBytes quoted(String text) {
    int end = text.length();
    room(2 + end);
    bytes[length++] = '"';
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        peculiar(text, i);
        return ascii('"');
      }
      bytes[length++] = (byte) c;
    }
    bytes[length++] = '"';
    return this;
  }

  /** The rest of a text from a character on that is not written as it stands. */
  private void peculiar(String text, int from) {
    room(MOST_OF_A_CHARACTER * (text.length() - from) + 1);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        escape(c);
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | c >> 6);
        bytes[length++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isSurrogate(c)) {
        i += surrogate(text, i);
      } else {
        bytes[length++] = (byte) (0xE0 | c >> 12);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | c & 0x3F);
      }
    }
  }

  /** @return how many characters more than the one were written */
  private int surrogate(String text, int place) {
    int point = text.codePointAt(place);
    if (!Character.isSupplementaryCodePoint(point)) {
      bytes[length++] = '?';
      return 0;
    }
    bytes[length++] = (byte) (0xF0 | point >> 18);
    bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
    bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
    bytes[length++] = (byte) (0x80 | point & 0x3F);
    return 1;
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '\b' -> bytes[length++] = 'b';
      case '\t' -> bytes[length++] = 't';
      case '\n' -> bytes[length++] = 'n';
      case '\f' -> bytes[length++] = 'f';
      case '\r' -> bytes[length++] = 'r';
      case '"', '\\' -> bytes[length++] = (byte) c;
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = (byte) HEX.charAt(c >> 4);
        bytes[length++] = (byte) HEX.charAt(c & 15);
      }
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
