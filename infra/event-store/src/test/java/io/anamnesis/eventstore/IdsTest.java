package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final UUID CAUSE = UUID.fromString("00000000-0000-5000-8000-000000000001");

  @Test
  void a_source_and_id_give_one_fact_id_for_ever() {
    // Golden: another value would make every fact told before a new one.
    assertThat(FactId.of("/his/shanghai", "A-17")).isEqualTo(UUID.fromString("4a3e0118-3471-5b52-b473-db6245d57d01"));
    assertThat(DecisionId.of("earning", CAUSE, "points-account:C-1", 0))
        .isEqualTo(UUID.fromString("04564312-a0c9-595b-a627-a2d9f2afcc3d"));
  }

  @Test
  void an_id_is_a_name_based_uuid() {
    assertThat(FactId.of("a", "b").version()).isEqualTo(5);
    assertThat(FactId.of("a", "b").variant()).isEqualTo(2);
  }

  @Test
  void the_border_between_source_and_id_counts() {
    assertThat(FactId.of("a", "bc")).isNotEqualTo(FactId.of("ab", "c")).isNotEqualTo(FactId.of("abc", ""));
    assertThat(FactId.of("a", "b")).isNotEqualTo(FactId.of("b", "a"));
  }

  @Test
  void every_part_of_a_decisions_identity_counts() {
    UUID id = DecisionId.of("p", CAUSE, "s", 0);
    assertThat(id).isNotEqualTo(DecisionId.of("q", CAUSE, "s", 0))
        .isNotEqualTo(DecisionId.of("p", new UUID(0, 0), "s", 0)).isNotEqualTo(DecisionId.of("p", CAUSE, "t", 0))
        .isNotEqualTo(DecisionId.of("p", CAUSE, "s", 1));
  }
}
