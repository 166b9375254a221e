package io.anamnesis.events.schema;

import io.anamnesis.events.Rfc3339;
import io.anamnesis.events.Surrogates;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a field of a type {@code x.…} holds. A field keeps its form through all revisions of its type: so whoever reads it
 * needs to know of no revision.
 */
public enum FieldForm {
  /** A {@link String}. */
  TEXT("string", null),
  /** A {@link java.time.LocalDate}; JSON holds it as a string. */
  DATE("string", "date"),
  /** An {@link java.time.Instant}; JSON holds it as a string with offset. */
  INSTANT("string", "date-time"),
  /** A {@link BigDecimal}; JSON holds it as a string, so that nothing on the way makes a double of it. */
  DECIMAL("string", "decimal"),
  /** A {@link BigDecimal}; JSON holds it as a number. */
  NUMBER("number", null),
  /** A {@link Long}. */
  INTEGER("integer", null),
  /** A {@link Boolean}. */
  BOOLEAN("boolean", null);

  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,6})?");
  private static final int MOST_WHOLE = 12;
  private static final int MOST_DECIMALS = 6;
  private static final int MOST_OF_AN_INTEGER = 15;
  /** More zeros only an exponent can tell: to write {@code 1e999999999} out would take a gigabyte. */
  private static final int MOST_SCALE = 400;

  private final String type;
  private final @Nullable String format;

  FieldForm(String type, @Nullable String format) {
    this.type = type;
    this.format = format;
  }

  /** The keyword {@code type} of JSON Schema. */
  public String type() {
    return type;
  }

  /** The keyword {@code format} of JSON Schema; null without one. */
  public @Nullable String format() {
    return format;
  }

  static Optional<FieldForm> of(String type, @Nullable String format) {
    return Arrays.stream(values())
        .filter(form -> form.type.equals(type) && Optional.ofNullable(form.format).equals(Optional.ofNullable(format)))
        .findFirst();
  }

  /** As a schema writes it: {@code string date-time}. */
  public String words() {
    return format == null ? type : type + " " + format;
  }

  /** What a JSON value says in this form; empty for one of another form, for null, and for what is sealed. */
  public Optional<Object> read(JsonNode value) {
    return switch (this) {
      case TEXT ->
        text(value).filter(text -> text.indexOf('\0') < 0 && !Surrogates.areUnpaired(text)).map(text -> text);
      case DATE -> text(value).flatMap(FieldForm::date);
      case INSTANT -> text(value).flatMap(FieldForm::instant);
      case DECIMAL -> text(value).filter(text -> DIGITS.matcher(text).matches()).map(BigDecimal::new);
      case NUMBER -> number(value, MOST_WHOLE, MOST_DECIMALS).map(number -> number);
      case INTEGER -> number(value, MOST_OF_AN_INTEGER, 0).map(BigDecimal::longValueExact);
      case BOOLEAN -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode value) {
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  private static Optional<Object> date(String text) {
    try {
      return Optional.of(Rfc3339.date(text));
    } catch (IllegalArgumentException otherForm) {
      return Optional.empty();
    }
  }

  private static Optional<Object> instant(String text) {
    try {
      return Optional.of(Rfc3339.instant(text).toInstant());
    } catch (IllegalArgumentException otherForm) {
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> number(JsonNode value, int whole, int decimals) {
    if (!value.isNumber() || Math.abs((long) value.decimalValue().scale()) > MOST_SCALE) {
      return Optional.empty();
    }
    BigDecimal bare = value.decimalValue().stripTrailingZeros();
    return bare.scale() <= decimals && bare.precision() - bare.scale() <= whole ? Optional.of(bare) : Optional.empty();
  }
}
