package io.anamnesis.events;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stored JSON to the records of one type. What is written plainly, as everything here is written, is read at once, without
 * databind. What is not, databind reads again: it takes more forms (a whole number told as {@code 2.0}), and names the place
 * of what it refuses. So the quick way needs no words of its own, and refuses nothing that databind would take.
 */
final class RecordCodec<T> {
  private final JsonMapper mapper;
  private final JsonFactory factory;
  private final RecordDecoder decoder;
  private final ObjectReader judge;

  RecordCodec(Class<T> record, JsonMapper mapper) {
    this.mapper = mapper;
    this.factory = mapper.tokenStreamFactory();
    this.decoder = RecordDecoder.of(record, factory);
    // It is seldom asked: until then its deserializer need not be made.
    this.judge = mapper.reader().without(DeserializationFeature.EAGER_DESERIALIZER_FETCH)
        .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).forType(record);
  }

  /** @throws tools.jackson.core.JacksonException if the text is no such record; has the place */
  T decode(String json) {
    T record = decodePlain(json);
    return record == null ? record(judge.readValue(json)) : record;
  }

  /** As {@link #decode(String)}. */
  T decode(JsonNode tree) {
    T record = plain(mapper.treeAsTokens(tree));
    return record == null ? record(judge.readValue(tree)) : record;
  }

  /** The record; null where databind must be asked. */
  @Nullable
  T decodePlain(String json) {
    // In UTF-8, since Jackson matches names by their bytes. Nothing is lost: what the log holds has no half characters.
    return plain(factory.createParser(ObjectReadContext.empty(), json.getBytes(StandardCharsets.UTF_8)));
  }

  @SuppressWarnings("unchecked") // the decoder makes records of this type alone
  private @Nullable T plain(JsonParser parser) {
    try (parser) {
      parser.nextToken();
      Object record = decoder.decode(parser);
      return parser.nextToken() == null ? (T) record : null;
    } catch (RuntimeException notPlain) {
      return null;
    }
  }

  private static <T> T record(@Nullable T judged) {
    if (judged == null) {
      throw new StreamReadException(null, "a JSON object is expected");
    }
    return judged;
  }
}
