package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** The document is checked in, so that it can be read without a build; {@code mvn test -Dregenerate} writes it anew. */
class AsyncApiDocumentTest {
  private static final Path PAGE = Path.of("../docs/reference/asyncapi.json");

  private final String expected = AsyncApiDocument.json(EventCatalogue.standard());
  private final JsonNode document = EventCodec.mapper().readTree(expected);

  @Test
  void the_document_says_what_the_records_say() throws IOException {
    if (System.getProperty("regenerate") != null) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE).as("regenerate with: mvn test -pl shared-events -Dtest=AsyncApiDocumentTest -Dregenerate")
        .hasContent(expected);
  }

  @Test
  void every_type_is_a_message_of_one_channel() {
    assertThat(EventCatalogue.standard().all()).allSatisfy(type -> {
      assertThat(document.at("/channels/facts/messages").has(type.type())).isEqualTo(type.isFact());
      assertThat(document.at("/channels/decisions/messages").has(type.type())).isEqualTo(!type.isFact());
      assertThat(document.at("/components/messages").has(type.type())).isTrue();
    });
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(references(document)).isNotEmpty()
        .allSatisfy(reference -> assertThat(document.at(JsonPointer.compile(reference.substring(1))).isMissingNode())
            .as(reference).isFalse());
  }

  private static Stream<String> references(JsonNode node) {
    Stream<String> own = node.path("$ref").isString() ? Stream.of(node.get("$ref").stringValue()) : Stream.of();
    return Stream.concat(own, node.valueStream().flatMap(AsyncApiDocumentTest::references));
  }
}
