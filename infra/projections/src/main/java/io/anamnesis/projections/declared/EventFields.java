package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.anamnesis.events.Amount;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Id;
import io.anamnesis.events.Sealed;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event's record, or one nested in it, as expressions see it: ids and codes are texts, amounts are decimals, and a field
 * that may be absent is optional, so that the type checker insists on an answer to its absence. What is personal has a type
 * with which nothing can be done; a customer's number is among it, since analysts know pseudonyms only.
 */
final class EventFields implements Struct {
  /** The name is read by people: in the complaints of the type checker. */
  static final CelType PERSONAL = OpaqueType.create("personal data");

  private static final ClassValue<EventFields> KNOWN = new ClassValue<>() {
    @Override
    protected EventFields computeValue(Class<?> record) {
      return new EventFields(record);
    }
  };

  private final Class<?> record;
  private final Map<String, CelType> types = new LinkedHashMap<>();
  private final Map<String, Function<Object, Object>> readers = new LinkedHashMap<>();
  private final Set<EventFields> nested = new LinkedHashSet<>();

  /** A type of CEL, and how a value of the record becomes one of it. */
  private record Reading(CelType type, Function<Object, Object> convert) {}

  private EventFields(Class<?> record) {
    this.record = record;
    for (RecordComponent component : record.getRecordComponents()) {
      Reading reading = reading(component.getGenericType());
      boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
          && !reading.type.equals(PERSONAL);
      types.put(component.getName(), optional ? OptionalType.create(reading.type) : reading.type);
      readers.put(component.getName(), whole -> read(component, whole, optional, reading));
    }
  }

  /** @throws IllegalStateException for a record with a component that events do not have */
  static EventFields of(Class<?> record) {
    return KNOWN.get(record);
  }

  @Override
  public String name() {
    return record.getSimpleName();
  }

  @Override
  public Map<String, CelType> fields() {
    return Collections.unmodifiableMap(types);
  }

  /** This one and all that are nested in it, at any depth. */
  Set<EventFields> all() {
    Set<EventFields> all = new LinkedHashSet<>();
    all.add(this);
    nested.forEach(inner -> all.addAll(inner.all()));
    return all;
  }

  /** Where the structs of each type are within this one: {@code ""} for itself, then for example {@code lines[].}. */
  Map<String, Set<String>> places() {
    Map<String, Set<String>> places = new HashMap<>();
    places.put(name(), Set.of(""));
    Map<String, EventFields> inner = nested.stream().collect(Collectors.toMap(EventFields::name, one -> one));
    types.forEach((field, type) -> {
      CelType certain = TypeWords.certain(type);
      CelType element = certain instanceof ListType list ? list.elemType() : certain;
      EventFields struct = inner.get(element.name());
      if (struct != null) {
        String prefix = field + (certain instanceof ListType ? "[]." : ".");
        struct.places().forEach((name, below) -> places.merge(name,
            below.stream().map(prefix::concat).collect(Collectors.toUnmodifiableSet()), EventFields::both));
      }
    });
    return places;
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** @param whole a record of this class */
  StructValue value(Object whole) {
    return new StructValue(name(), field -> {
      Function<Object, Object> reader = readers.get(field);
      if (reader == null) {
        throw new IllegalArgumentException("no field " + field);
      }
      return reader.apply(whole);
    });
  }

  private static Object read(RecordComponent component, Object whole, boolean optional, Reading reading) {
    Object value;
    try {
      value = component.getAccessor().invoke(whole);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (optional) {
      return Optional.ofNullable(value).map(reading.convert);
    }
    if (value == null) {
      throw new IllegalStateException(component + " is absent, and must not be");
    }
    return reading.convert.apply(value);
  }

  private Reading reading(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Reading element = reading(list.getActualTypeArguments()[0]);
      return new Reading(ListType.create(element.type),
          value -> ((List<?>) value).stream().map(element.convert).toList());
    }
    if (type instanceof Class<?> plain) {
      return plain(plain);
    }
    throw unsupported(type);
  }

  private Reading plain(Class<?> type) {
    // What is inside a corrected content only its own type could tell.
    if (type == Sealed.class || type == CustomerId.class || type == ObjectNode.class) {
      return new Reading(PERSONAL, Function.identity());
    } else if (type == String.class) {
      return new Reading(SimpleType.STRING, Function.identity());
    } else if (Id.class.isAssignableFrom(type)) {
      return new Reading(SimpleType.STRING, value -> ((Id) value).value());
    } else if (type == Currency.class) {
      return new Reading(SimpleType.STRING, value -> ((Currency) value).getCurrencyCode());
    } else if (type == UUID.class) {
      return new Reading(SimpleType.STRING, Object::toString);
    } else if (type.isEnum()) {
      return new Reading(SimpleType.STRING, value -> ((Enum<?>) value).name());
    } else if (type == Amount.class) {
      return new Reading(ValueType.DECIMAL.cel(), value -> new Decimal(((Amount) value).value()));
    } else if (type == BigDecimal.class) {
      return new Reading(ValueType.DECIMAL.cel(), value -> new Decimal((BigDecimal) value));
    } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return new Reading(SimpleType.INT, value -> ((Number) value).longValue());
    } else if (type == boolean.class || type == Boolean.class) {
      return new Reading(SimpleType.BOOL, Function.identity());
    } else if (type == Instant.class) {
      return new Reading(SimpleType.TIMESTAMP, Function.identity());
    } else if (type == OffsetDateTime.class) {
      return new Reading(SimpleType.TIMESTAMP, value -> ((OffsetDateTime) value).toInstant());
    } else if (type == LocalDate.class) {
      return new Reading(ValueType.DATE.cel(), Function.identity());
    } else if (type.isRecord()) {
      EventFields inner = of(type);
      nested.add(inner);
      return new Reading(inner.type(), inner::value);
    }
    throw unsupported(type);
  }

  private IllegalStateException unsupported(Type type) {
    return new IllegalStateException("no type of CEL stands for " + type + " of " + record);
  }
}
