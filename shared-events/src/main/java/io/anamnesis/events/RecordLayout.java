package io.anamnesis.events;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a JSON object, read once from the components of a record. Validation, sealing and the reference are
 * all derived from it: there is no second description of a type.
 *
 * @param members by name, in the order of declaration
 * @param oneOf names of which exactly one must be given; empty without such a rule
 * @param needs what must be given too where the key is given
 */
record RecordLayout(Map<String, Member> members, List<String> oneOf, List<Need> needs) {
  /** Of a type {@code x.<anything>}: nothing is known, everything may be there. */
  static final RecordLayout OPEN = new RecordLayout(Map.of(), List.of(), List.of());

  record Member(String name, boolean required, FieldType type) {}

  record Need(String field, String needed) {}

  /** Inclusive bounds of a number. */
  record Range(long min, long max) {
    private static final Range INT = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final Range LONG = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Whether it is the Java type that bounds, and no rule. */
    boolean isNatural() {
      return equals(INT) || equals(LONG);
    }

    boolean holds(BigDecimal number) {
      return number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
    }
  }

  /** What a member holds. */
  sealed interface FieldType {
    /** A JSON string of a form; or a number, which is read as its digits. */
    record Text(TextForm form, boolean orNumber) implements FieldType {}

    /** A JSON number, with decimals if not whole. */
    record Numeral(boolean whole, @Nullable Range range) implements FieldType {}

    record Flag() implements FieldType {}

    record Personally(FieldClass of, Personal.Format format) implements FieldType {}

    record ListOf(FieldType element, boolean oneOrMore) implements FieldType {}

    record Nested(RecordLayout layout) implements FieldType {}

    /** A JSON object whose members are those of another type, which only the occasion tells. */
    record Content() implements FieldType {}
  }

  /** What a source tells: a list that it must give holds something. */
  static RecordLayout ofFact(Class<?> record) {
    return of(record, true);
  }

  /** What is decided here: a list may well be empty. */
  static RecordLayout ofDecision(Class<?> record) {
    return of(record, false);
  }

  private static RecordLayout of(Class<?> record, boolean told) {
    OneOf alternatives = record.getAnnotation(OneOf.class);
    Set<String> oneOf = alternatives == null ? Set.of() : Set.of(alternatives.value());
    Map<String, Member> members = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      boolean required = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean oneOrMore = told && (required || oneOf.contains(component.getName()));
      members.put(component.getName(),
          new Member(component.getName(), required, typeOf(component, component.getGenericType(), told, oneOrMore)));
    }
    List<Need> needs = new ArrayList<>();
    for (Needs need : record.getAnnotationsByType(Needs.class)) {
      needs.add(new Need(need.field(), need.needs()));
    }
    var layout = new RecordLayout(Collections.unmodifiableMap(members),
        alternatives == null ? List.of() : List.of(alternatives.value()), List.copyOf(needs));
    layout.checkNames(record);
    return layout;
  }

  private static FieldType typeOf(RecordComponent component, Type type, boolean told, boolean oneOrMore) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new FieldType.ListOf(typeOf(component, list.getActualTypeArguments()[0], told, false), oneOrMore);
    }
    if (!(type instanceof Class<?> plain)) {
      throw unsupported(component);
    }
    if (plain == Sealed.class) {
      Personal personal = component.getAnnotation(Personal.class);
      if (personal == null) {
        throw new IllegalStateException(component + " is sealed: say what it tells by @Personal");
      }
      return new FieldType.Personally(personal.value(), personal.format());
    }
    if (plain == Boolean.class || plain == boolean.class) {
      return new FieldType.Flag();
    }
    if (plain == BigDecimal.class) {
      return new FieldType.Numeral(false, rangeOf(component, null));
    } else if (plain == int.class || plain == Integer.class) {
      return new FieldType.Numeral(true, rangeOf(component, Range.INT));
    } else if (plain == long.class || plain == Long.class) {
      return new FieldType.Numeral(true, rangeOf(component, Range.LONG));
    }
    if (plain == ObjectNode.class) {
      return new FieldType.Content();
    }
    TextForm form = TextForm.of(plain);
    if (form != null) {
      return new FieldType.Text(form, component.isAnnotationPresent(OrNumber.class));
    }
    if (plain.isRecord()) {
      return new FieldType.Nested(of(plain, told));
    }
    throw unsupported(component);
  }

  private static @Nullable Range rangeOf(RecordComponent component, @Nullable Range natural) {
    Bounds bounds = component.getAnnotation(Bounds.class);
    return bounds == null ? natural : new Range(bounds.min(), bounds.max());
  }

  private static IllegalStateException unsupported(RecordComponent component) {
    return new IllegalStateException(component + " of " + component.getDeclaringRecord() + ": no rule for this type");
  }

  /** A rule about a field that is not there would silently never hold. */
  private void checkNames(Class<?> record) {
    for (Need need : needs) {
      if (!members.containsKey(need.field) || !members.containsKey(need.needed)) {
        throw new IllegalStateException(record + ": @Needs names an unknown field");
      }
    }
    if (!members.keySet().containsAll(oneOf)) {
      throw new IllegalStateException(record + ": @OneOf names an unknown field");
    }
  }

  Shape.Members shape() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    members.forEach((name, member) -> shapes.put(name, shapeOf(member.type)));
    return new Shape.Members(Collections.unmodifiableMap(shapes));
  }

  private static Shape shapeOf(FieldType type) {
    return switch (type) {
      case FieldType.Text text -> Shape.CLEAR;
      case FieldType.Numeral numeral -> Shape.CLEAR;
      case FieldType.Flag flag -> Shape.CLEAR;
      case FieldType.Personally personal -> new Shape.Sealing(personal.of);
      case FieldType.ListOf list -> new Shape.Elements(shapeOf(list.element));
      case FieldType.Nested nested -> nested.layout.shape();
      // Nobody who does not know the other type can say what of it is personal.
      case FieldType.Content content -> Shape.UNKNOWN;
    };
  }
}
