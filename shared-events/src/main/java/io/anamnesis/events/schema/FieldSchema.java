package io.anamnesis.events.schema;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a revision says of one field.
 *
 * @param clear whether its values are stored readable; sealed else
 * @param choices of a text, the only ones; empty: any
 * @param maxLength of a text, in characters; null: any
 */
public record FieldSchema(String name, FieldForm form, boolean clear, List<String> choices,
    @Nullable Integer maxLength) {

  public FieldSchema {
    choices = List.copyOf(choices);
  }

  /** What a JSON value says; empty for one that does not meet this schema. */
  public Optional<Object> read(JsonNode value) {
    return form.read(value).filter(this::allows);
  }

  private boolean allows(Object value) {
    return !(value instanceof String text) || ((choices.isEmpty() || choices.contains(text))
        && (maxLength == null || text.codePointCount(0, text.length()) <= maxLength));
  }
}
