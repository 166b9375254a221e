package io.anamnesis.standalone.verify;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that can be read in one way only: no member is told twice, and numbers are exact. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).maxStringLength(100_000_000).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private Json() {}

  /** @throws tools.jackson.core.JacksonException if it is none */
  static JsonNode parse(byte[] text) {
    return MAPPER.readTree(text);
  }

  /** @throws Unreadable if it has other members than these */
  static JsonNode withMembers(JsonNode object, Set<String> expected, String what) {
    if (!object.isObject() || !new TreeSet<>(object.propertyNames()).equals(new TreeSet<>(expected))) {
      throw new Unreadable(what);
    }
    return object;
  }
}
