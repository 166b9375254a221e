package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** Metadata reads as a JSON reader reads it, whoever does it. */
class MetadataTextTest {
  private static final EventDecoder DECODER = new EventDecoder(EventCatalogue.standard());

  @Test
  void the_usual_needs_no_json_reader() {
    Metadata ofFact = new Metadata("https://his.example", "P-1", "7dHMGDGbPUi0kXNFnQqU3w", null, null, "his-import",
        1980, "female");
    Metadata ofDecision = Metadata.ofDecision(new UUID(7, 9), "earning", "policy");
    assertThat(MetadataText.read(EventDecoder.encode(ofFact))).isEqualTo(ofFact);
    assertThat(MetadataText.read(EventDecoder.encode(ofDecision))).isEqualTo(ofDecision);
    assertThat(MetadataText.read("{}")).isEqualTo(Metadata.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "}", "{}}", "{} ", " {}", "null", "[]", "{\"source\":\"a\"",
      "{\"source\":\"a\",}",
      "{\"source\":null}", "{\"source\":1}", "{\"source\":\"a\",\"source\":\"b\"}", "{\"other\":{\"x\":[1]}}",
      "{\"source\" : \"a\"}", "{\"source\":\"a\\u0041\\n\"}", "{\"source\":\"a\tb\"}", "{\"birthYear\":01980}",
      "{\"birthYear\":0}", "{\"birthYear\":-1}", "{\"birthYear\":19800}", "{\"birthYear\":1980.0}",
      "{\"birthYear\":\"1980\"}", "{\"birthYear\":1980,\"birthYear\":1981}", "{\"causedBy\":\"1-1-1-1-1\"}",
      "{\"causedBy\":\"00000000-0000-0007-0000-000000000009\"}",
      "{\"causedBy\":\"zzzzzzzz-0000-0007-0000-000000000009\"}",
      "{\"causedBy\":\"\"}", "{\"id\":\"诊\",\"gender\":\"\"}", "{\"\":\"\"}", "{\"source\":\"a\"\"id\":\"b\"}"})
  void whatever_else_is_there_reads_or_fails_as_a_json_reader_has_it(String text) {
    @Nullable
    Metadata expected;
    try {
      expected = EventCodec.mapper().readValue(text, Metadata.class);
    } catch (JacksonException malformed) {
      assertThatThrownBy(() -> DECODER.metadata(stored(text))).isInstanceOf(JacksonException.class);
      return;
    }
    assertThat(DECODER.metadata(stored(text))).isEqualTo(expected);
  }

  private static StoredEvent stored(String metadata) {
    return new StoredEvent(1, new UUID(0, 1), null, null, null, "signin.made", 1, Instant.EPOCH, Instant.EPOCH, "{}",
        metadata);
  }
}
