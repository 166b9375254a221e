package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.anamnesis.projections.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a field of a state, a dimension or a measure can hold. There is no floating point among them. Each value has one text,
 * by which states are kept: two equal values have equal text.
 */
enum ValueType {
  TEXT(SimpleType.STRING, Column.Type.TEXT, "\"\"", text -> text),
  INTEGER(SimpleType.INT, Column.Type.INTEGER, "0", ValueType::whole),
  DECIMAL(OpaqueType.create("decimal"), Column.Type.DECIMAL, "0.00", Decimal::of),
  BOOLEAN(SimpleType.BOOL, Column.Type.BOOLEAN, "false", ValueType::truth),
  TIMESTAMP(SimpleType.TIMESTAMP, Column.Type.TIMESTAMP, "2026-01-01T00:00:00Z", Instant::parse),
  DATE(OpaqueType.create("date"), Column.Type.DATE, "2026-01-01", LocalDate::parse);

  private final CelType cel;
  private final Column.Type column;
  private final String example;
  @SuppressWarnings("ImmutableEnumChecker") // a function without a state
  private final Function<String, Object> parser;

  ValueType(CelType cel, Column.Type column, String example, Function<String, Object> parser) {
    this.cel = cel;
    this.column = column;
    this.example = example;
    this.parser = parser;
  }

  CelType cel() {
    return cel;
  }

  Column column(String name) {
    return new Column(name, column);
  }

  /** Something of this type, as it is written in a definition. */
  String example() {
    return example;
  }

  /** As it is written in a definition. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(ValueType::word).toList();
  }

  static Optional<ValueType> ofWord(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  static Optional<ValueType> ofCel(CelType type) {
    return Arrays.stream(values()).filter(known -> known.cel.equals(type)).findFirst();
  }

  /**
   * The value of a text: of one that {@link #text} gave, or of one in a definition.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  Object parse(String text) {
    try {
      return parser.apply(text);
    } catch (DateTimeParseException otherForm) {
      throw new IllegalArgumentException("for example " + example + " is expected", otherForm);
    }
  }

  String text(Object value) {
    return value.toString();
  }

  /** What a {@link Column} of this type holds. */
  Object cell(Object value) {
    return value instanceof Decimal decimal ? decimal.value() : value;
  }

  /** What a {@link Column} of a measure of this type holds; null for none. */
  @Nullable
  Object figure(@Nullable BigDecimal amount) {
    return amount == null || this == DECIMAL ? amount : (Object) amount.longValueExact();
  }

  private static Object whole(String text) {
    if (!text.matches("-?[0-9]{1,19}")) {
      throw new NumberFormatException("digits are expected");
    }
    return Long.parseLong(text);
  }

  private static Object truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false is expected");
    };
  }
}
