package io.anamnesis.events;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A form that a JSON string must have, and what it says in that form.
 *
 * @param name of the form, for the reference
 * @param type what the text stands for
 * @param parser throws {@link IllegalArgumentException} for a text of another form; its message says what is expected
 */
record TextForm(String name, Class<?> type, Function<String, Object> parser) {
  /** A date and nothing else, for what is kept to the letter. */
  static final TextForm CALENDAR_DATE = new TextForm("date", LocalDate.class, Rfc3339::date);

  private static final TextForm PLAIN = new TextForm("text", String.class, TextForm::plain);
  private static final TextForm AMOUNT = new TextForm("amount", Amount.class, Amount::of);
  private static final TextForm CURRENCY = new TextForm("currency", Currency.class, TextForm::currency);
  private static final TextForm DATE = new TextForm("date", LocalDate.class, Rfc3339::dateIn);
  private static final TextForm INSTANT = new TextForm("instant", OffsetDateTime.class, Rfc3339::instant);
  private static final TextForm UTC = new TextForm("instant", Instant.class, text -> Rfc3339.instant(text).toInstant());
  private static final TextForm UNIQUE_ID = new TextForm("UUID", UUID.class, TextForm::uniqueId);

  /** The form of a type that JSON holds as a string; null for other types. */
  static @Nullable TextForm of(Class<?> type) {
    if (type == String.class) {
      return PLAIN;
    } else if (type == Amount.class) {
      return AMOUNT;
    } else if (type == Currency.class) {
      return CURRENCY;
    } else if (type == LocalDate.class) {
      return DATE;
    } else if (type == OffsetDateTime.class) {
      return INSTANT;
    } else if (type == Instant.class) {
      return UTC;
    } else if (type == UUID.class) {
      return UNIQUE_ID;
    } else if (type.isEnum()) {
      return constant(type);
    } else if (Id.class.isAssignableFrom(type)) {
      return identifier(type);
    }
    return null;
  }

  /** Whether it is a customer's number. */
  boolean isCustomer() {
    return type == CustomerId.class;
  }

  /** @throws IllegalArgumentException if the text has another form; its message does not contain the text */
  Object parse(String text) {
    return parser.apply(text);
  }

  private static String plain(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text without NUL characters is expected");
    }
    return text;
  }

  private static Currency currency(String text) {
    try {
      return Currency.getInstance(text);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException("an ISO 4217 currency code is expected, for example \"CNY\"", unknown);
    }
  }

  /** Digit by digit: {@link UUID#fromString} also takes groups of other lengths, and fills them up. */
  private static UUID uniqueId(String text) {
    if (text.length() == 36 && text.charAt(8) == '-' && text.charAt(13) == '-' && text.charAt(18) == '-'
        && text.charAt(23) == '-') {
      try {
        return new UUID(hex(text, 0, 8) << 32 | hex(text, 9, 13) << 16 | hex(text, 14, 18),
            hex(text, 19, 23) << 48 | hex(text, 24, 36));
      } catch (NumberFormatException other) {
        // told below
      }
    }
    throw new IllegalArgumentException("a UUID is expected");
  }

  private static long hex(String text, int from, int to) {
    return HexFormat.fromHexDigitsToLong(text, from, to);
  }

  private static TextForm constant(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    String expected = "one of " + constants.keySet();
    return new TextForm(expected, type, text -> {
      Object constant = constants.get(text);
      if (constant == null) {
        throw new IllegalArgumentException(expected + " is expected");
      }
      return constant;
    });
  }

  /** A typed id judges its text in its constructor. */
  private static TextForm identifier(Class<?> type) {
    MethodHandle constructor;
    try {
      constructor = MethodHandles.publicLookup().findConstructor(type, MethodType.methodType(void.class, String.class))
          .asType(MethodType.methodType(Object.class, String.class));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " is an id: a public constructor of its text is expected", impossible);
    }
    return new TextForm(type.getSimpleName(), type, text -> {
      try {
        return (Object) constructor.invokeExact(text);
      } catch (RuntimeException refused) {
        throw refused;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    });
  }
}
