package io.anamnesis.projections;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON text, to the letter as databind writes them, in a fraction of its time: a rebuild writes the state of every
 * subject of every view. What it does not know, in whatever depth, databind writes. Thread-safe.
 */
final class JsonText {
  private static final int USUAL_LENGTH = 512;
  private static final String HEX = "0123456789ABCDEF";

  private final JsonMapper databind;
  private final ClassValue<Known> forms = new ClassValue<>() {
    @Override
    protected Known computeValue(Class<?> type) {
      return new Known(type, formOf(type));
    }
  };

  /** How the values of one class are written. */
  @FunctionalInterface
  interface Form {
    void append(StringBuilder text, Object value);
  }

  /** The form of a class, for whoever is likely to need it again for the next value: to look for it takes longer than to use it. */
  record Known(Class<?> type, Form form) {
    boolean suits(Object value) {
      return value.getClass() == type;
    }
  }

  JsonText(JsonMapper databind) {
    this.databind = databind;
  }

  String write(Object value) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    append(text, value);
    return text.toString();
  }

  void append(StringBuilder text, @Nullable Object value) {
    if (value == null) {
      text.append("null");
    } else {
      known(value).form().append(text, value);
    }
  }

  Known known(Object value) {
    return of(value.getClass());
  }

  Known of(Class<?> type) {
    return forms.get(type);
  }

  /** How lists are written whose elements are of one class, which has no subclasses. */
  Form listOf(Class<?> type) {
    Form form = of(type).form();
    return (text, value) -> list(text, (List<?>) value, form);
  }

  JsonMapper databind() {
    return databind;
  }

  private Form formOf(Class<?> type) {
    if (type == String.class) {
      return (text, value) -> quote(text, (String) value);
    } else if (type == Instant.class) {
      return (text, value) -> InstantText.append(text.append('"'), (Instant) value).append('"');
    } else if (type == UUID.class || type == LocalDate.class || type == Currency.class) {
      return (text, value) -> text.append('"').append(value).append('"');
    } else if (type == Long.class || type == Integer.class || type == Boolean.class || type == BigDecimal.class) {
      return StringBuilder::append;
    } else if (List.class.isAssignableFrom(type)) {
      return (text, value) -> list(text, (List<?>) value);
    } else if (SortedMap.class.isAssignableFrom(type)) {
      return this::map;
    }
    Form record = type.isRecord() ? RecordText.of(type, this) : null;
    return record == null ? this::byDatabind : record;
  }

  private void byDatabind(StringBuilder text, Object value) {
    text.append(databind.writeValueAsString(value));
  }

  private void list(StringBuilder text, List<?> elements) {
    text.append('[');
    int before = text.length();
    Known known = null;
    for (Object element : elements) {
      if (text.length() > before) {
        text.append(',');
      }
      if (element == null) {
        text.append("null");
      } else {
        known = known != null && known.suits(element) ? known : known(element);
        known.form().append(text, element);
      }
    }
    text.append(']');
  }

  private static void list(StringBuilder text, List<?> elements, Form form) {
    text.append('[');
    int before = text.length();
    for (Object element : elements) {
      if (text.length() > before) {
        text.append(',');
      }
      if (element == null) {
        text.append("null");
      } else {
        form.append(text, element);
      }
    }
    text.append(']');
  }

  private void map(StringBuilder text, Object value) {
    text.append('{');
    int before = text.length();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
      if (text.length() > before) {
        text.append(',');
      }
      int name = text.length();
      append(text, entry.getKey());
      if (text.charAt(name) != '"') {
        // A number, or whatever else is no name as it stands.
        text.setLength(before - 1);
        byDatabind(text, value);
        return;
      }
      text.append(':');
      append(text, entry.getValue());
    }
    text.append('}');
  }

  static void quote(StringBuilder text, String value) {
    text.append('"');
    int plain = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        escape(text.append(value, plain, i), c);
        plain = i + 1;
      }
    }
    (plain == 0 ? text.append(value) : text.append(value, plain, value.length())).append('"');
  }

  private static void escape(StringBuilder text, char c) {
    text.append('\\');
    switch (c) {
      case '\b' -> text.append('b');
      case '\t' -> text.append('t');
      case '\n' -> text.append('n');
      case '\f' -> text.append('f');
      case '\r' -> text.append('r');
      case '"', '\\' -> text.append(c);
      default -> text.append("u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
    }
  }
}
