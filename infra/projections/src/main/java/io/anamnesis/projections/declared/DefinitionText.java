package io.anamnesis.projections.declared;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A definition in its canonical form, which keeps every line and column: UTF-8 without a byte order mark, lines ended by a
 * line feed, one of them at the end. Two definitions are the same if their canonical forms are equal.
 */
public record DefinitionText(String text) {
  /** The longest that is taken. */
  public static final int MOST_BYTES = Limits.DEFINITION_BYTES;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  public DefinitionText {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    text = (lines.indexOf(BYTE_ORDER_MARK) == 0 ? lines.substring(1) : lines).stripTrailing() + "\n";
  }

  /** @throws InvalidDefinition if the bytes are no UTF-8 or too many */
  public static DefinitionText of(byte[] posted) throws InvalidDefinition {
    if (posted.length > Limits.DEFINITION_BYTES) {
      throw InvalidDefinition.of(Place.START, Fault.TOO_LONG, Limits.DEFINITION_BYTES);
    }
    try {
      return new DefinitionText(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(posted)).toString());
    } catch (CharacterCodingException otherEncoding) {
      throw InvalidDefinition.of(Place.START, Fault.NOT_UTF8);
    }
  }

  /** SHA-256 of the text in UTF-8, as 64 lower-case hex digits. */
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
