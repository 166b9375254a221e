package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * Reads a JSON object into a record. All that reflection has to tell is asked once, when the decoder is made. Members in
 * any order; those that the record does not have are passed over.
 */
final class RecordDecoder implements ValueDecoder {
  private final PropertyNameMatcher names;
  private final ValueDecoder[] values;
  /** {@code (Object[]) Object}: the canonical constructor. */
  private final MethodHandle constructor;

  private RecordDecoder(PropertyNameMatcher names, ValueDecoder[] values, MethodHandle constructor) {
    this.names = names;
    this.values = values;
    this.constructor = constructor;
  }

  static RecordDecoder of(Class<?> record, JsonFactory json) {
    RecordComponent[] components = record.getRecordComponents();
    if (components == null || components.length > Long.SIZE) {
      throw new IllegalStateException(record + " is no record of at most 64 components");
    }
    List<Named> names = new ArrayList<>();
    var values = new ValueDecoder[components.length];
    for (int i = 0; i < components.length; i++) {
      names.add(Named.fromString(nameOf(components[i])));
      values[i] =
          ValueDecoder.of(components[i].getGenericType(), components[i].isAnnotationPresent(OrNumber.class), json);
    }
    return new RecordDecoder(json.constructNameMatcher(names, false), values, constructor(record, components));
  }

  private static String nameOf(RecordComponent component) {
    JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
    return other == null ? component.getName() : other.value();
  }

  private static MethodHandle constructor(Class<?> record, RecordComponent[] components) {
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return MethodHandles.publicLookup().unreflectConstructor(record.getConstructor(types))
          .asSpreader(Object[].class, types.length).asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException hidden) {
      throw new IllegalStateException(record + " and its canonical constructor must be public", hidden);
    }
  }

  @Override
  public Object decode(JsonParser json) {
    ValueDecoder.expect(json.hasToken(JsonToken.START_OBJECT));
    var arguments = new @Nullable Object[values.length];
    long given = 0;
    int member = json.nextNameMatch(names);
    while (member != PropertyNameMatcher.MATCH_END_OBJECT) {
      json.nextToken();
      if (member == PropertyNameMatcher.MATCH_UNKNOWN_NAME) {
        json.skipChildren();
      } else {
        // Nobody can say which of two of the same name was meant.
        ValueDecoder.expect((given & 1L << member) == 0);
        given |= 1L << member;
        arguments[member] = values[member].decodeNullable(json);
      }
      member = json.nextNameMatch(names);
    }
    return construct(arguments);
  }

  private Object construct(@Nullable Object[] arguments) {
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (RuntimeException | Error refused) {
      throw refused;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
