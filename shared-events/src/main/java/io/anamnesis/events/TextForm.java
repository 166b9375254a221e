package io.anamnesis.events;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A form that a JSON string must have.
 *
 * @param name of the form, for the reference
 * @param parse throws {@link IllegalArgumentException} for a text of another form; its message says what is expected
 */
record TextForm(String name, Consumer<String> parse) {
  /** A date and nothing else, for what is kept to the letter. */
  static final TextForm CALENDAR_DATE = new TextForm("date", Rfc3339::date);

  private static final TextForm PLAIN = new TextForm("text", TextForm::plain);
  private static final TextForm AMOUNT = new TextForm("amount", Amount::of);
  private static final TextForm CURRENCY = new TextForm("currency", TextForm::currency);
  private static final TextForm DATE = new TextForm("date", Rfc3339::dateIn);
  private static final TextForm INSTANT = new TextForm("instant", Rfc3339::instant);
  private static final TextForm UNIQUE_ID = new TextForm("UUID", TextForm::uniqueId);

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
    } else if (type == OffsetDateTime.class || type == Instant.class) {
      return INSTANT;
    } else if (type == UUID.class) {
      return UNIQUE_ID;
    } else if (type.isEnum()) {
      return new TextForm("one of " + Arrays.toString(type.getEnumConstants()), text -> constant(type, text));
    } else if (Id.class.isAssignableFrom(type)) {
      return identifier(type);
    }
    return null;
  }

  /** @throws IllegalArgumentException if the text has another form; its message does not contain the text */
  void check(String text) {
    parse.accept(text);
  }

  private static void plain(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text without NUL characters is expected");
    }
  }

  private static void currency(String text) {
    try {
      Currency.getInstance(text);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException("an ISO 4217 currency code is expected, for example \"CNY\"", unknown);
    }
  }

  private static void uniqueId(String text) {
    try {
      UUID.fromString(text);
    } catch (IllegalArgumentException other) {
      throw new IllegalArgumentException("a UUID is expected", other);
    }
  }

  private static void constant(Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return;
      }
    }
    throw new IllegalArgumentException("one of " + Arrays.toString(type.getEnumConstants()) + " is expected");
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
    return new TextForm(type.getSimpleName(), text -> {
      try {
        Object _ = constructor.invokeExact(text);
      } catch (RuntimeException refused) {
        throw refused;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    });
  }
}
