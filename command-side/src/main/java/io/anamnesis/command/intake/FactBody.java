package io.anamnesis.command.intake;

import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The body of a request that brings facts: which of the three forms it has, and its bytes, unpacked. */
record FactBody(Form form, InputStream bytes, long announced) {

  /** The media types that are taken. */
  enum Form {
    SINGLE("application/cloudevents+json"), BATCH("application/cloudevents-batch+json"), LINES("application/x-ndjson");

    private final String mediaType;

    Form(String mediaType) {
      this.mediaType = mediaType;
    }

    static Optional<Form> of(MediaType type) {
      String plain = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
      for (Form form : values()) {
        if (form.mediaType.equals(plain)) {
          return Optional.of(form);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * @throws ProblemException {@code unsupported-media-type} if the media type, its charset or the content encoding is
   *         none of ours
   */
  static FactBody of(HttpServletRequest request) {
    MediaType type = mediaType(request);
    Form form = Form.of(type).orElseThrow(FactBody::unsupported);
    String encoding = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_ENCODING)).orElse("identity");
    try {
      return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
        case "identity" -> new FactBody(form, request.getInputStream(), request.getContentLengthLong());
        case "gzip" -> new FactBody(form, new GZIPInputStream(request.getInputStream()), -1);
        default -> throw unsupported();
      };
    } catch (IOException unreadable) {
      throw malformed();
    }
  }

  /**
   * The whole body.
   *
   * @throws ProblemException {@code too-large} if it is longer, {@code malformed} if it breaks off
   */
  byte[] whole(int atMost) {
    if (announced > atMost) {
      throw new ProblemException(ProblemType.TOO_LARGE);
    }
    try {
      byte[] read = bytes.readNBytes(atMost + 1);
      if (read.length > atMost) {
        throw new ProblemException(ProblemType.TOO_LARGE);
      }
      return read;
    } catch (IOException brokenOff) {
      throw malformed();
    }
  }

  private static MediaType mediaType(HttpServletRequest request) {
    try {
      MediaType type = MediaType.parseMediaType(Optional.ofNullable(request.getContentType()).orElse(""));
      if (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8)) {
        return type;
      }
    } catch (InvalidMediaTypeException | java.nio.charset.UnsupportedCharsetException noSuchType) {
      // Told below, like every type that is not taken.
    }
    throw unsupported();
  }

  private static ProblemException malformed() {
    return new ProblemException(ProblemType.MALFORMED);
  }

  private static ProblemException unsupported() {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE).field(HttpHeaders.CONTENT_TYPE)
        .header("Accept-Post", String.join(", ", Form.SINGLE.mediaType, Form.BATCH.mediaType, Form.LINES.mediaType))
        .exception();
  }
}
