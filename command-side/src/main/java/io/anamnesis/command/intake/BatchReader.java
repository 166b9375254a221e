package io.anamnesis.command.intake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The elements of a JSON array. The whole array is checked first, so that nothing is taken of a broken one; an element's
 * own faults (a member twice, nesting too deep) are left to the one who parses it.
 */
final class BatchReader implements FactReader {
  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE)
          .build())
      .build();

  private final byte[] body;
  private final JsonParser elements;
  private long line;

  private BatchReader(byte[] body) {
    this.body = body;
    this.elements = JSON.createParser(ObjectReadContext.empty(), body);
    elements.nextToken();
  }

  /** @throws NotAnArray if the body is anything but one JSON array in UTF-8 */
  static BatchReader of(byte[] body) {
    try (JsonParser whole = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (whole.nextToken() != JsonToken.START_ARRAY) {
        throw new NotAnArray();
      }
      whole.skipChildren();
      if (whole.nextToken() != null) {
        throw new NotAnArray();
      }
    } catch (JacksonException broken) {
      throw new NotAnArray();
    }
    return new BatchReader(body);
  }

  @Override
  public @Nullable RawFact next() {
    JsonToken first = elements.nextToken();
    if (first == null || first == JsonToken.END_ARRAY) {
      return null;
    }
    int start = (int) elements.currentTokenLocation().getByteOffset();
    elements.skipChildren();
    elements.finishToken();
    int end = (int) elements.currentLocation().getByteOffset();
    boolean tooLarge = end - start > RawFact.MAX_BYTES;
    line++;
    return new RawFact(line, Arrays.copyOfRange(body, start, tooLarge ? start + RawFact.MAX_BYTES : end), tooLarge);
  }

  /** The body is not an array; nothing of it is taken. */
  static final class NotAnArray extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
