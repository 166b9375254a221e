package io.anamnesis.events;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads dates and instants exactly as the validator accepts them, so that what was recorded can be decoded. */
final class Rfc3339Module extends SimpleModule {
  private static final long serialVersionUID = 1L;

  Rfc3339Module() {
    addDeserializer(LocalDate.class, new FromText<>(LocalDate.class, Rfc3339::dateIn));
    addDeserializer(OffsetDateTime.class, new FromText<>(OffsetDateTime.class, Rfc3339::instant));
  }

  private static final class FromText<T> extends StdDeserializer<T> {
    private final transient Function<String, T> parse;

    FromText(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      try {
        return parse.apply(parser.getString());
      } catch (IllegalArgumentException otherForm) {
        return context.reportInputMismatch(this, otherForm.getMessage());
      }
    }
  }
}
