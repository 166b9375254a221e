package io.anamnesis.events.loyalty;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A programme as text: JSON, members in the order of declaration, without those that are null. The same programme has one
 * text. It is of the revision of the event that holds it: a change of the form is a new revision there.
 */
public final class ProgrammeText {
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .changeDefaultPropertyInclusion(
          all -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
      .build();

  private ProgrammeText() {}

  public static String of(Programme programme) {
    return JSON.writeValueAsString(programme);
  }

  /** The same as a tree, to be compared or told. */
  public static JsonNode tree(Programme programme) {
    return JSON.valueToTree(programme);
  }

  /** @throws tools.jackson.core.JacksonException if it is no programme; the path of what is wrong is in it */
  public static Programme read(String text) {
    return JSON.readValue(text, Programme.class);
  }

  /** As {@link #read(String)}, of a tree. */
  public static Programme read(JsonNode tree) {
    return JSON.treeToValue(tree, Programme.class);
  }
}
