package io.anamnesis.query.insight.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.projections.declared.DefinitionCompiler;
import io.anamnesis.projections.declared.DefinitionText;
import io.anamnesis.projections.declared.Fault;
import io.anamnesis.projections.declared.InvalidDefinition;
import io.anamnesis.web.Language;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;

class DefinitionProblemsTest {
  private final Messages messages = Messages.of(new MessageBundle("io/anamnesis/query/messages"));

  @ParameterizedTest
  @EnumSource(Fault.class)
  void every_fault_has_words_that_hold_its_arguments(Fault fault) {
    assertThat(messages.has(DefinitionProblems.key(fault))).isTrue();
    for (Language language : Language.values()) {
      assertThat(messages.text(language, DefinitionProblems.key(fault), "one", "two", "three")).isNotBlank()
          .doesNotContain("{0", "{1", "{2", "''");
    }
  }

  @Test
  void no_words_are_left_of_a_fault_that_is_gone() {
    assertThat(messages.keys()).filteredOn(key -> key.startsWith("definition."))
        .hasSize(Fault.values().length);
  }

  @Test
  void a_problem_names_the_first_place_and_lists_all() {
    Problem problem = new DefinitionProblems(messages).of(invalid("""
        projection: wrong
        on:
          purchase.made:
            tally: {by: {x: event.chanel}, add: {n: 1.5}}
        """), Language.EN);

    assertThat(problem.members()).containsEntry("line", 4).containsEntry("column", 26);
    assertThat(problem.arguments()).containsExactly("4", "26", "there is no field \"chanel\"; is \"channel\" meant?",
        "2");
    assertThat(problem.members().get("errors").toString()).contains("unknown-field", "double");
  }

  private static InvalidDefinition invalid(String yaml) {
    DefinitionCompiler compiler =
        new DefinitionCompiler(EventCatalogue.standard(), site -> ZoneId.of("Asia/Shanghai"), Set.of());
    try {
      compiler.compile(new DefinitionText(yaml), 1);
      throw new AssertionError("it was taken");
    } catch (InvalidDefinition invalid) {
      return invalid;
    }
  }
}
