package io.anamnesis.eventstore.axon;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.anamnesis.events.EventCodec;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of an aggregate as JSON. Whoever writes an aggregate shows with random lives that one read back goes on as the one
 * that was written: decided on half of a state, points would be wrong.
 */
public final class SnapshotCodec {
  private static final JsonMapper MAPPER = EventCodec.mapper().rebuild()
      .changeDefaultVisibility(visible -> visible.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
          .withFieldVisibility(Visibility.ANY).withCreatorVisibility(Visibility.ANY))
      .enable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private SnapshotCodec() {}

  /** All fields, of any visibility, those of the objects within as well. */
  public static String write(Object aggregate) {
    return MAPPER.writeValueAsString(aggregate);
  }

  /** @throws tools.jackson.core.JacksonException if the text has other fields than the class */
  public static <T> T read(String json, Class<T> aggregate) {
    return MAPPER.readValue(json, aggregate);
  }

  /** Whether two are the same fields; what has no order may be told in any. */
  public static boolean same(String json, String other) {
    return MAPPER.readTree(json).equals(MAPPER.readTree(other));
  }

  /**
   * The same as {@link #write}, but refused when what is read back is not written alike. It costs several times as much.
   *
   * @throws IllegalArgumentException if fields are lost or changed on the way
   */
  static String writeChecked(Object aggregate) {
    String json = write(aggregate);
    if (!same(json, write(read(json, aggregate.getClass())))) {
      throw new IllegalArgumentException("the fields of " + aggregate.getClass() + " do not survive as JSON");
    }
    return json;
  }
}
