package io.anamnesis.command.insight;

import io.anamnesis.events.EventCodec;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A schema as it is sent: JSON in UTF-8, no member twice, as each would make it mean what it does not say. */
final class SchemaBody {
  static final int MOST_BYTES = 64 * 1024;

  private SchemaBody() {}

  /** @throws io.anamnesis.web.ProblemException {@code malformed} or {@code too-large} */
  static JsonNode read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw Problem.of(ProblemType.TOO_LARGE).exception();
    }
    try {
      return EventCodec.outside()
          .readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException | JacksonException | NumberFormatException unreadable) {
      throw Problem.of(ProblemType.MALFORMED).exception();
    }
  }
}
