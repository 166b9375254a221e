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
  private static final int MOST_KEPT = 64 << 10;
  private static final ThreadLocal<Desk> DESK = ThreadLocal.withInitial(Desk::new);
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final JsonMapper databind;
  private final ClassValue<Known> forms = new ClassValue<>() {
    @Override
    protected Known computeValue(Class<?> type) {
      return new Known(type, formOf(type));
    }
  };

  /** Where a thread writes one text after the other: to make room anew for each takes as long as to write a short one. */
  private static final class Desk {
    private @Nullable TextBytes free;

    /** Whoever writes within another's text has a room of his own. */
    TextBytes take() {
      TextBytes taken = free == null ? new TextBytes(USUAL_LENGTH) : free;
      free = null;
      return taken;
    }

    void putBack(TextBytes text) {
      if (text.length() <= MOST_KEPT) {
        text.shorten(0);
        free = text;
      }
    }
  }

  /** How the values of one class are written. */
  @FunctionalInterface
  interface Form {
    void append(TextBytes text, Object value);
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
    Desk desk = DESK.get();
    TextBytes text = desk.take();
    append(text, value);
    String written = text.toString();
    desk.putBack(text);
    return written;
  }

  void append(TextBytes text, @Nullable Object value) {
    if (value == null) {
      text.append(NULL);
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

  static String quoted(String text) {
    return new TextBytes(USUAL_LENGTH).quoted(text).toString();
  }

  private Form formOf(Class<?> type) {
    if (type == String.class) {
      return (text, value) -> text.quoted((String) value);
    } else if (type == Instant.class) {
      return (text, value) -> InstantText.append(text.ascii('"'), (Instant) value).ascii('"');
    } else if (type == UUID.class || type == LocalDate.class || type == Currency.class) {
      return (text, value) -> text.ascii('"').ascii(value.toString()).ascii('"');
    } else if (type == Long.class || type == Integer.class) {
      return (text, value) -> text.append(((Number) value).longValue());
    } else if (type == Boolean.class || type == BigDecimal.class) {
      return (text, value) -> text.ascii(value.toString());
    } else if (List.class.isAssignableFrom(type)) {
      return (text, value) -> list(text, (List<?>) value);
    } else if (SortedMap.class.isAssignableFrom(type)) {
      return this::map;
    }
    Form record = type.isRecord() ? RecordText.of(type, this) : null;
    return record == null ? this::byDatabind : record;
  }

  private void byDatabind(TextBytes text, Object value) {
    text.append(databind.writeValueAsString(value));
  }

  private void list(TextBytes text, List<?> elements) {
    text.ascii('[');
    int before = text.length();
    Known known = null;
    for (Object element : elements) {
      if (text.length() > before) {
        text.ascii(',');
      }
      if (element == null) {
        text.append(NULL);
      } else {
        known = known != null && known.suits(element) ? known : known(element);
        known.form().append(text, element);
      }
    }
    text.ascii(']');
  }

  private static void list(TextBytes text, List<?> elements, Form form) {
    text.ascii('[');
    int before = text.length();
    for (Object element : elements) {
      if (text.length() > before) {
        text.ascii(',');
      }
      if (element == null) {
        text.append(NULL);
      } else {
        form.append(text, element);
      }
    }
    text.ascii(']');
  }

  private void map(TextBytes text, Object value) {
    text.ascii('{');
    int before = text.length();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
      if (text.length() > before) {
        text.ascii(',');
      }
      int name = text.length();
      append(text, entry.getKey());
      if (text.byteAt(name) != '"') {
        // A number, or whatever else is no name as it stands.
        text.shorten(before - 1);
        byDatabind(text, value);
        return;
      }
      text.ascii(':');
      append(text, entry.getValue());
    }
    text.ascii('}');
  }
}
