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
    if (header == null || header.isBlank()) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
          .toString().strip();
    } catch (CharacterCodingException latin) {
      return header.strip();
    }
  }
}
