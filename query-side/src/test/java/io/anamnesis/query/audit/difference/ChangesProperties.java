package io.anamnesis.query.audit.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.anamnesis.query.audit.difference.Changes.Seen;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whoever takes every step of a change one after the other, as RFC 6902 has it, comes from the one answer to the other. */
class ChangesProperties {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> NAMES = List.of("a", "b", "a/b", "a~b", "~1", "");

  @Property(tries = 2_000)
  void the_steps_lead_from_one_answer_to_the_other(@ForAll Random random) {
    JsonNode before = tree(random, 4);
    JsonNode after = random.nextBoolean() ? tree(random, 4) : altered(before, random);
    JsonNode reached = before.deepCopy();
    for (Change step : Changes.between(new Seen(before, before), new Seen(after, after))) {
      reached = taken(reached, step);
    }
    assertThat(reached).isEqualTo(after);
  }

  @Property(tries = 500)
  void between_an_answer_and_itself_is_no_step(@ForAll Random random) {
    JsonNode answer = tree(random, 4);
    assertThat(Changes.between(new Seen(answer, answer), new Seen(answer.deepCopy(), answer))).isEmpty();
  }

  @Property(tries = 500)
  void steps_are_the_same_whatever_is_shown_and_tell_nothing_that_is_not(@ForAll Random random) {
    JsonNode before = tree(random, 4);
    JsonNode after = altered(before, random);
    List<Change> clear = Changes.between(new Seen(before, before), new Seen(after, after));
    List<Change> masked = Changes.between(new Seen(before, masked(before)), new Seen(after, masked(after)));
    assertThat(masked).extracting(Change::op, Change::path)
        .isEqualTo(clear.stream().map(step -> tuple(step.op(), step.path())).toList());
    assertThat(masked.toString()).doesNotContainPattern("before=[0-9]").doesNotContainPattern("after=[0-9]");
  }

  @Example
  void what_is_masked_as_a_whole_is_one_step_whatever_is_in_it() {
    JsonNode shown = JSON.stringNode("***");
    JsonNode before = JSON.objectNode().put("a", 1);
    JsonNode after = JSON.objectNode().put("a", 2);
    assertThat(Changes.between(new Seen(before, shown), new Seen(after, shown)))
        .containsExactly(Change.replace("", shown, shown));
  }

  private static JsonNode taken(JsonNode answer, Change step) {
    if (step.path().isEmpty()) {
      return step.after();
    }
    JsonNode copy = answer.deepCopy();
    List<String> names = new ArrayList<>(List.of(step.path().substring(1).split("/", -1)));
    String last = named(names.removeLast());
    JsonNode parent = copy;
    for (String name : names) {
      parent = parent.isArray() ? parent.get(Integer.parseInt(name)) : parent.get(named(name));
    }
    if (step.before() != null) {
      assertThat(parent.isArray() ? parent.get(Integer.parseInt(last)) : parent.get(last)).isEqualTo(step.before());
    }
    switch (parent) {
      case ObjectNode object when step.op().equals("remove") -> object.remove(last);
      case ObjectNode object -> object.set(last, step.after());
      case ArrayNode array when step.op().equals("remove") -> array.remove(Integer.parseInt(last));
      case ArrayNode array when step.op().equals("add") -> array.insert(Integer.parseInt(last), step.after());
      case ArrayNode array -> array.set(Integer.parseInt(last), step.after());
      default -> throw new AssertionError("no parent of " + step.path());
    }
    return copy;
  }

  private static String named(String name) {
    return name.replace("~1", "/").replace("~0", "~");
  }

  private static JsonNode tree(Random random, int depth) {
    return switch (depth == 0 ? 2 : random.nextInt(4)) {
      case 0 -> {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(NAMES.get(random.nextInt(NAMES.size())), tree(random, depth - 1));
        }
        yield object;
      }
      case 1 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(tree(random, depth - 1));
        }
        yield array;
      }
      default -> random.nextInt(5) == 0 ? JSON.nullNode() : JSON.numberNode(random.nextInt(3));
    };
  }

  /** Little of it, as answers change. */
  private static JsonNode altered(JsonNode tree, Random random) {
    JsonNode copy = tree.deepCopy();
    return switch (copy) {
      case ObjectNode object when !object.isEmpty() -> {
        String name = object.propertyNames().iterator().next();
        yield random.nextInt(4) == 0
            ? object.without(name)
            : object.set(name, altered(object.get(name), random));
      }
      case ArrayNode array when !array.isEmpty() -> {
        int index = random.nextInt(array.size());
        switch (random.nextInt(3)) {
          case 0 -> array.remove(index);
          case 1 -> array.insert(index, tree(random, 2));
          default -> array.set(index, altered(array.get(index), random));
        }
        yield array;
      }
      default -> tree(random, 2);
    };
  }

  private static JsonNode masked(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> {
        ObjectNode masked = JSON.objectNode();
        object.properties().forEach(member -> masked.set(member.getKey(), masked(member.getValue())));
        yield masked;
      }
      case ArrayNode array -> {
        ArrayNode masked = JSON.arrayNode();
        array.forEach(element -> masked.add(masked(element)));
        yield masked;
      }
      default -> JSON.stringNode("***");
    };
  }
}
