package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {

  @Test
  void elements_are_what_lies_between_the_commas() {
    assertThat(elements(" [ {\"a\" : [1,\"客]\"]} ,7, -1.5e3 ,\"t\\\"ext\",null , true,[] ,{\"a\":1,\"a\":2}] "))
        .containsExactly("{\"a\" : [1,\"客]\"]}", "7", "-1.5e3", "\"t\\\"ext\"", "null", "true", "[]",
            "{\"a\":1,\"a\":2}");
  }

  @Test
  void an_empty_array_has_none() {
    assertThat(elements("[]")).isEmpty();
    assertThat(elements("\ufeff[1]")).containsExactly("1");
  }

  @Test
  void an_element_beyond_the_limit_is_too_large_and_its_neighbours_are_not() {
    String huge = "{\"a\":\"" + "b".repeat(RawFact.MAX_BYTES) + "\"}";
    BatchReader reader = BatchReader.of(("[{}," + huge + ",{}]").getBytes(StandardCharsets.UTF_8));

    assertThat(all(reader)).extracting(RawFact::tooLarge).containsExactly(false, true, false);
  }

  @Test
  void an_element_of_any_depth_leaves_its_neighbours_alone() {
    assertThat(elements("[{}," + "[".repeat(200_000) + "]".repeat(200_000) + ",{}]")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "7", "[", "[{}", "[{},", "[{},]", "[{}]]", "[{}] 1", "[{\"a\":}]", "[{'a':1}]",
      "[\"\u0001\"]", "[truE]"})
  void a_broken_array_is_refused_before_anything_of_it_is_taken(String body) {
    assertThatThrownBy(() -> BatchReader.of(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BatchReader.NotAnArray.class);
  }

  private static List<String> elements(String body) {
    return all(BatchReader.of(body.getBytes(StandardCharsets.UTF_8))).stream()
        .map(raw -> new String(raw.body(), StandardCharsets.UTF_8)).toList();
  }

  private static List<RawFact> all(FactReader reader) {
    List<RawFact> all = new ArrayList<>();
    for (RawFact raw = reader.next(); raw != null; raw = reader.next()) {
      all.add(raw);
    }
    assertThat(reader.next()).as("the end stays the end").isNull();
    return all;
  }
}
