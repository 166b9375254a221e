package io.anamnesis.command.loyalty.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.web.Language;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ProgrammeDiffTest {
  private static final Messages MESSAGES = Messages.of(new MessageBundle(ProgrammeWords.BUNDLE));

  @Test
  void another_name_and_other_digits_of_a_number_are_no_difference() {
    assertThat(differences(draft -> {
      draft.put("version", "spring");
      ((ObjectNode) draft.get("tiers").get(0)).put("multiplier", new java.math.BigDecimal("1.00"));
    })).isEmpty();
  }

  @Test
  void a_changed_field_is_told_by_the_name_of_its_rule_and_level_in_both_languages() {
    List<ProgrammeDiff.Change> changes = changes(draft -> {
      rule(draft, 0).put("points", 8);
      rule(draft, 0).put("when", "channel == \"wecom\"");
      ((ObjectNode) draft.get("tiers").get(1)).put("threshold", 800);
    });

    assertThat(words(Language.EN, changes)).containsExactly("rule “sign-in”, points: 5 → 8",
        "rule “sign-in”, condition: added, “channel == \"wecom\"”", "level “2”, qualifying points: 1000 → 800");
    assertThat(words(Language.ZH_CN, changes)).containsExactly("规则“sign-in”，积分：5 → 8",
        "规则“sign-in”，条件：新增，“channel == \"wecom\"”", "等级“2”，定级积分：1000 → 800");
  }

  @Test
  void a_rule_that_comes_goes_or_moves_is_told_once() {
    List<ProgrammeDiff.Change> changes = changes(draft -> {
      ArrayNode rules = (ArrayNode) draft.get("rules");
      ObjectNode moved = (ObjectNode) rules.remove(0);
      rules.remove(0);
      rules.add(moved);
      rules.add(moved.deepCopy().put("name", "welcome").put("on", "activity.joined"));
    });

    assertThat(changes).extracting(change -> change.path() + " " + change.kind()).containsExactlyInAnyOrder(
        "[rules[sign-in-streak]] REMOVED", "[rules[welcome]] ADDED", "[rules] REORDERED");
    assertThat(words(Language.EN, changes)).anySatisfy(text -> assertThat(text)
        .startsWith("rule “welcome”: added, (name “welcome”, interaction “activity.joined”, points 5"));
  }

  @Test
  void every_member_of_a_programme_has_its_word() {
    assertThat(members(Programme.class, new TreeSet<>())).hasSizeGreaterThan(20)
        .allSatisfy(member -> assertThat(MESSAGES.has(ProgrammeWords.key(member))).as(member).isTrue());
  }

  /** Names of the components of a record, and of the records in it. */
  static Set<String> members(Class<?> record, Set<String> names) {
    for (RecordComponent component : record.getRecordComponents()) {
      names.add(component.getName());
      Type type = component.getGenericType() instanceof ParameterizedType list
          ? list.getActualTypeArguments()[0]
          : component.getType();
      if (type instanceof Class<?> nested && nested.isRecord()) {
        members(nested, names);
      }
    }
    return names;
  }

  private static List<String> words(Language language, List<ProgrammeDiff.Change> changes) {
    ProgrammeWords words = new ProgrammeWords(MESSAGES, language);
    return changes.stream().map(words::sentence).toList();
  }

  private static List<String> differences(Consumer<ObjectNode> change) {
    return words(Language.EN, changes(change));
  }

  private static List<ProgrammeDiff.Change> changes(Consumer<ObjectNode> change) {
    ObjectNode draft = (ObjectNode) ProgrammeText.tree(Programme.standard());
    change.accept(draft);
    return ProgrammeDiff.between(Programme.standard(), ProgrammeText.read(draft));
  }

  private static ObjectNode rule(ObjectNode draft, int index) {
    return (ObjectNode) draft.get("rules").get(index);
  }
}
