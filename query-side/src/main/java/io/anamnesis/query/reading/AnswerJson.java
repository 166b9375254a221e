package io.anamnesis.query.reading;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.web.Language;
import io.anamnesis.web.masking.Reveal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes answers: decimals exact, personal data as the reader may see it, words in the reader's language. */
public final class AnswerJson {
  private static final String REVEAL = "anamnesis.reveal";
  private static final String LANGUAGE = "anamnesis.language";

  private final JsonMapper mapper;

  public AnswerJson() {
    SimpleModule module = new SimpleModule("anamnesis-answers");
    module.addSerializer(new SealedSerializer(null));
    module.addSerializer(new WordsSerializer());
    this.mapper = EventCodec.mapper().rebuild().addModule(module).build();
  }

  public byte[] write(Object answer, Reveal reveal, Language language) {
    return mapper.writer().withAttribute(REVEAL, reveal).withAttribute(LANGUAGE, language).writeValueAsBytes(answer);
  }

  /** Goes by what the component says that it tells; one that says nothing is masked for everybody. */
  private static final class SealedSerializer extends StdSerializer<Sealed> {
    private final @Nullable FieldClass field;

    SealedSerializer(@Nullable FieldClass field) {
      super(Sealed.class);
      this.field = field;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
      Personal personal = property == null ? null : property.getAnnotation(Personal.class);
      return new SealedSerializer(personal == null ? null : personal.value());
    }

    @Override
    public void serialize(Sealed sealed, JsonGenerator json, SerializationContext context) {
      Reveal reveal = decided(context);
      json.writePOJO(field == null ? Reveal.MASK : reveal.value(field, sealed));
    }
  }

  private static Reveal decided(SerializationContext context) {
    if (!(context.getAttribute(REVEAL) instanceof Reveal reveal)) {
      throw new IllegalStateException("personal data is about to be written without a decision on who reads it");
    }
    return reveal;
  }

  private static final class WordsSerializer extends StdSerializer<Words> {
    WordsSerializer() {
      super(Words.class);
    }

    @Override
    public void serialize(Words words, JsonGenerator json, SerializationContext context) {
      Language language = context.getAttribute(LANGUAGE) instanceof Language chosen ? chosen : Language.DEFAULT;
      json.writeString(words.byLanguage().get(language.tag()));
    }
  }
}
