package io.anamnesis.standalone.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Which charset a table is written in: UTF-8 if all its bytes are, with or without a mark; else GB18030. */
final class Encoding {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private Encoding() {}

  /** Reads the whole file once, in constant memory. */
  static Charset detect(DataFile file) throws IOException {
    CharsetDecoder decoder = strict(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    CharBuffer chars = CharBuffer.allocate(1 << 16);
    try (InputStream in = file.open()) {
      for (int read; (read = in.read(bytes.array(), bytes.position(), bytes.remaining())) >= 0;) {
        bytes.position(bytes.position() + read).flip();
        if (isMalformed(decoder, bytes, chars, false)) {
          return GB18030;
        }
        bytes.compact();
      }
      return isMalformed(decoder, bytes.flip(), chars, true) ? GB18030 : StandardCharsets.UTF_8;
    }
  }

  /** A decoder that refuses what is not of the charset, instead of putting a question mark in its place. */
  static CharsetDecoder strict(Charset charset) {
    return charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static boolean isMalformed(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, boolean last) {
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars.clear(), last);
    } while (result.isOverflow());
    return result.isError();
  }
}
