package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page is checked in, so that it can be read without a build; {@code mvn test -Dregenerate} writes it anew. */
class EventReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/facts.md");

  @Test
  void the_reference_says_what_the_records_say() throws IOException {
    String expected = EventReference.markdown(EventCatalogue.standard());
    if (System.getProperty("regenerate") != null) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE).as("regenerate with: mvn test -pl shared-events -Dtest=EventReferenceTest -Dregenerate")
        .hasContent(expected);
  }

  @Test
  void every_type_has_its_section_and_a_required_field_is_marked() {
    String page = EventReference.markdown(EventCatalogue.standard());

    assertThat(EventCatalogue.standard().all())
        .allSatisfy(type -> assertThat(page).contains("### `" + type.type() + "`"));
    assertThat(page).contains("| `lines[].amount` | yes | amount | clear |",
        "| `birthDate` |  | date | sealed, record |",
        "| `score` | yes | number, 0 to 10 | clear |", "Exactly one of `visitId`, `stayId`.",
        "`fee` needs `currency`.");
  }
}
