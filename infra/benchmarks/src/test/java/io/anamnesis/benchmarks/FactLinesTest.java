package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FactLinesTest {

  @Test
  void every_line_is_a_fact_whose_form_is_right() {
    EventCatalogue catalogue = EventCatalogue.standard();
    assertThat(lines(1, 501)).hasSize(501).allSatisfy(line -> {
      EventDescriptor descriptor = catalogue.find(line.get("type").stringValue()).orElseThrow();
      assertThat(descriptor.isFact()).isTrue();
      assertThat(descriptor.acceptsSubject(line.get("subject").stringValue())).isTrue();
      assertThat(descriptor.validate((ObjectNode) line.get("data"))).isEmpty();
    });
  }

  @Test
  void no_fact_is_told_twice_not_even_by_another_import() {
    assertThat(lines(1, 500)).extracting(line -> line.get("id")).doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(lines(2, 500).stream().map(line -> line.get("id")).toList());
  }

  @Test
  void a_customer_is_registered_before_anything_else_is_told() {
    Set<String> met = new HashSet<>();
    for (JsonNode line : lines(3, 200)) {
      assertThat(line.get("type").stringValue().equals("customer.registered")).as(line.toString())
          .isEqualTo(met.add(line.get("subject").stringValue()));
    }
    assertThat(met).hasSize(200 / FactLines.PER_CUSTOMER);
  }

  private static List<JsonNode> lines(int number, long lines) {
    try {
      return new String(new FactLines(number, lines).stream().readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(line -> (JsonNode) EventCodec.outside().readTree(line)).toList();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
