package io.anamnesis.web.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page is checked in, so that it can be read without a build; {@code mvn test -Dregenerate} writes it anew. */
class MaskingReferenceTest {
  private static final Path PAGE = Path.of("../../docs/reference/masking.md");

  @Test
  void the_reference_says_what_the_table_says() throws IOException {
    String expected = MaskingReference.markdown(MaskingTable.standard());
    if (System.getProperty("regenerate") != null) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE).as("regenerate with: mvn test -pl infra/web -am -Dtest=MaskingReferenceTest -Dregenerate")
        .hasContent(expected);
  }
}
