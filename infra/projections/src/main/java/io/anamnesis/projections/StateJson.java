package io.anamnesis.projections;

import io.anamnesis.events.EventCodec;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** States, lines and cells as text: equal values give equal text. */
final class StateJson {
  private static final JsonMapper MAPPER =
      EventCodec.mapper().rebuild().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final JsonText TEXT = new JsonText(MAPPER);

  private StateJson() {}

  /** For states as somebody else is to see them. */
  static JsonMapper with(JacksonModule module) {
    return MAPPER.rebuild().addModule(module).build();
  }

  static String write(Object value) {
    return TEXT.write(value);
  }

  static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
