package io.anamnesis.command.loyalty.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.programme.Condition;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is posted, the answer is a programme that could decide, or a fault with the field that is at fault. */
class DraftProgrammeProperties {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DraftProgramme drafts = new DraftProgramme(EventCatalogue.standard(), OpenFields.NONE);

  /** Somewhere in the document: a member of an object, or an element of a list. */
  private record Place(JsonNode parent, String member, int index) {
    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(member, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(member);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }
  }

  @Example
  void the_standard_programme_could_be_in_force() {
    assertThat(drafts.draft(standard()).programme()).isEqualTo(Programme.standard());
  }

  @Property(tries = 4000)
  void whatever_is_changed_either_the_whole_is_good_or_the_field_at_fault_is_named(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode draft = standard();
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      spoil(draft, random);
    }
    try {
      Programme programme = drafts.draft(draft).programme();
      // What was let in can decide: its text comes back, its conditions compile, its numbers can be computed with.
      byte[] stored = ProgrammeText.of(programme).getBytes(StandardCharsets.UTF_8);
      assertThat(ProgrammeText.read(new String(stored, StandardCharsets.UTF_8))).isEqualTo(programme);
      programme.rules().stream().filter(rule -> rule.when() != null).forEach(rule -> Condition.compile(rule.when()));
      programme.tiers().forEach(tier -> assertThat(tier.benefits()).allMatch(benefit -> benefit.text().size() == 2));
    } catch (ProblemException refused) {
      Problem problem = refused.problem();
      assertThat(problem.type()).as(draft.toString()).isIn(ProblemType.MISSING, ProblemType.INVALID);
      assertThat(problem.field()).as(draft.toString()).isNotBlank();
    }
  }

  @Property(tries = 500)
  void a_member_of_another_type_is_named_by_its_path(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode draft = standard();
    List<Place> places = new ArrayList<>();
    places(draft, places);
    Place place = places.get(random.nextInt(places.size()));
    boolean wasList = value(place).isArray();
    place.set(wasList ? NODES.stringNode("no list") : NODES.arrayNode().add(NODES.arrayNode()));

    assertThatThrownBy(() -> drafts.draft(draft)).as(draft.toString())
        .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.problem().field()).isNotBlank());
  }

  @Property(tries = 300)
  void what_is_no_programme_at_all_is_refused_by_field(@ForAll long seed) {
    JsonNode anything = anything(new Random(seed), 3);

    assertThatThrownBy(() -> drafts.draft(anything)).isInstanceOfSatisfying(ProblemException.class,
        refused -> assertThat(refused.problem().field()).isNotBlank());
  }

  @Example
  void a_fault_of_a_condition_tells_line_and_column() {
    ObjectNode draft = standard();
    ((ObjectNode) draft.get("rules").get(0)).put("when", "channel == \"wecom\" &&\n  nobody == \"x\"");

    assertThatThrownBy(() -> drafts.draft(draft)).isInstanceOfSatisfying(ProblemException.class, refused -> {
      assertThat(refused.problem().field()).isEqualTo("rules[0].when");
      assertThat(refused.problem().members()).containsEntry("line", 2).containsEntry("column", 3);
    });
  }

  @Example
  void from_when_it_is_effective_is_an_instant_that_an_interaction_can_have() {
    for (JsonNode wrong : List.of(NODES.stringNode("tomorrow"), NODES.stringNode("2026-03-01"), NODES.numberNode(5),
        NODES.stringNode("9999-12-31T00:00:00Z"), NODES.objectNode())) {
      ObjectNode draft = standard();
      draft.set("effectiveFrom", wrong);
      assertThatThrownBy(() -> drafts.draft(draft)).isInstanceOfSatisfying(ProblemException.class,
          refused -> assertThat(refused.problem().field()).isEqualTo("effectiveFrom"));
    }
    ObjectNode draft = standard();
    draft.put("effectiveFrom", "2026-03-01T00:00:00+08:00");
    assertThat(drafts.draft(draft).effectiveFrom()).isEqualTo("2026-02-28T16:00:00Z");
  }

  private static void spoil(ObjectNode draft, Random random) {
    List<Place> places = new ArrayList<>();
    places(draft, places);
    Place place = places.get(random.nextInt(places.size()));
    switch (random.nextInt(4)) {
      case 0 -> place.remove();
      case 1 -> place.set(NODES.nullNode());
      case 2 -> place.set(anything(random, 2));
      default -> place.set(near(value(place), random));
    }
  }

  /** Of the same type, and not much else. */
  private static JsonNode near(JsonNode value, Random random) {
    return switch (value.getNodeType()) {
      case NUMBER -> NODES.numberNode(List.of("0", "-1", "1e400", "1e-400", "99999999999999999999", "1.5", "2147483648")
          .stream().map(java.math.BigDecimal::new).toList().get(random.nextInt(7)));
      case STRING -> NODES.stringNode(List.of("", " ", "visit", "signin.made", "fact.corrected", "cost.booked", "x.any",
          "amount >", "1 == 1", "decimal(kind) > amount", "kind.matches(\"(\")", "Moon/Base", "a".repeat(5_000),
          "kind == \"\u0000\"", "\"\uD800\" == kind").get(random.nextInt(15)));
      case BOOLEAN -> NODES.booleanNode(!value.booleanValue());
      case ARRAY -> value.isEmpty() ? NODES.arrayNode().addNull() : NODES.arrayNode();
      default -> NODES.objectNode();
    };
  }

  private static JsonNode anything(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(random.nextDouble());
      case 4 -> NODES.stringNode("text " + random.nextInt(9));
      case 5 -> NODES.arrayNode().add(anything(random, depth - 1)).add(anything(random, depth - 1));
      default -> NODES.objectNode().set("member" + random.nextInt(9), anything(random, depth - 1));
    };
  }

  private static void places(JsonNode node, List<Place> places) {
    if (node.isObject()) {
      node.properties().forEach(member -> {
        places.add(new Place(node, member.getKey(), -1));
        places(member.getValue(), places);
      });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        places.add(new Place(node, "", i));
        places(node.get(i), places);
      }
    }
  }

  private static JsonNode value(Place place) {
    return place.parent().isObject() ? place.parent().get(place.member()) : place.parent().get(place.index());
  }

  private static ObjectNode standard() {
    return (ObjectNode) ProgrammeText.tree(Programme.standard());
  }
}
