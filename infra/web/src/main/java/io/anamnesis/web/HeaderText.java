package io.anamnesis.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a person has written into a header, in any script: clients send UTF-8, and servers read bytes as Latin-1. */
public final class HeaderText {
  private HeaderText() {}

  /** Null where there is none, or nothing but space. */
  public static @Nullable String of(@Nullable String header) {
    String text = header == null ? "" : decoded(header).strip();
    return text.isEmpty() ? null : text;
  }

  /** Whether it is a text without control characters. As Latin-1 most Chinese characters would have some: bytes of 80 to 9F. */
  static boolean isPrintable(String header) {
    return decoded(header).codePoints()
        .allMatch(point -> point == '\t' || Character.isDefined(point) && !Character.isISOControl(point));
  }

  private static String decoded(String header) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException latin) {
      return header;
    }
  }
}
