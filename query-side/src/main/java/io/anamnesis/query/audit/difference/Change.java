package io.anamnesis.query.audit.difference;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.JsonNode;

/**
 * A step of a JSON Patch (RFC 6902) that also tells what was there before; a patch is made of it by calling {@code after}
 * {@code value}.
 *
 * @param op {@code add}, {@code remove} or {@code replace}
 * @param path a JSON Pointer (RFC 6901) into the answer as the steps before have left it
 * @param before absent where it is added
 * @param after absent where it is removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Change(String op, String path, @Nullable JsonNode before, @Nullable JsonNode after) {
  static Change add(String path, JsonNode after) {
    return new Change("add", path, null, after);
  }

  static Change remove(String path, JsonNode before) {
    return new Change("remove", path, before, null);
  }

  static Change replace(String path, JsonNode before, JsonNode after) {
    return new Change("replace", path, before, after);
  }
}
