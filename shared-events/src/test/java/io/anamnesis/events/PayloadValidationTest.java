package io.anamnesis.events;

import static io.anamnesis.events.FieldProblem.Kind.INVALID;
import static io.anamnesis.events.FieldProblem.Kind.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** For every type: its sample passes; without a required field, or with a field of another JSON type, it does not. */
class PayloadValidationTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> ANYTHING_GOES = Set.of("answers", "data");
  private static final Set<String> TEXT_OR_NUMBER = Set.of("version");

  static Stream<EventDescriptor> facts() {
    return EventCatalogue.standard().all().stream().filter(EventDescriptor::isFact);
  }

  @ParameterizedTest
  @MethodSource("facts")
  void a_valid_sample_passes(EventDescriptor type) {
    assertThat(type.validate(Golden.sample(type))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("facts")
  void a_required_field_that_is_absent_or_null_is_missed_by_its_path(EventDescriptor type) {
    Set<String> optional = new HashSet<>();
    everyMember(type, (path, absent) -> {
      List<FieldProblem> problems = type.validate(absent);
      if (problems.isEmpty()) {
        optional.add(path);
      } else {
        assertThat(problems).hasSize(1).allSatisfy(problem -> assertThat(problem.kind()).isEqualTo(MISSING));
      }
      // Which fields are required at the top is held against the contract by EventRegistryTest.
      if (!path.contains(".") && !path.contains("[")) {
        RecordLayout.Member member = type.layout().members().get(path);
        boolean excusedOrAsked = problems.stream().allMatch(problem -> problem.field().equals(path)
            || type.layout().oneOf().contains(problem.field()) || problem.field().equals("currency"));
        assertThat(excusedOrAsked).as(path).isTrue();
        if (member.required()) {
          assertThat(problems).extracting(FieldProblem::field).containsExactly(path);
        }
      }
    });
    if (type.type().equals("purchase.made")) {
      assertThat(optional).doesNotContain("lines[0].amount", "lines[1].amount").contains("lines[0].quantity",
          "payments[0].amount", "payments[1].payer");
    }
  }

  @ParameterizedTest
  @MethodSource("facts")
  void a_field_of_another_JSON_type_is_invalid_by_its_path(EventDescriptor type) {
    ObjectNode sample = Golden.sample(type);
    walk(sample, "", (path, parent, key) -> {
      if (ANYTHING_GOES.contains(path) || ANYTHING_GOES.stream().anyMatch(any -> path.startsWith(any + "."))) {
        return;
      }
      JsonNode good = get(parent, key);
      for (JsonNode wrong : otherTypesThan(good)) {
        if (wrong.isNumber() && TEXT_OR_NUMBER.contains(path)) {
          continue;
        }
        set(parent, key, wrong);
        assertThat(type.validate(sample)).as("%s = %s", path, wrong).first()
            .satisfies(problem -> assertThat(problem.kind()).isEqualTo(INVALID))
            .satisfies(problem -> assertThat(problem.field()).isEqualTo(path));
      }
      set(parent, key, good);
    });
    assertThat(type.validate(sample)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("facts")
  void what_passes_can_be_decoded_once_it_is_sealed(EventDescriptor type) {
    ObjectNode stored = (ObjectNode) sealed(Golden.sample(type), shape(type));

    assertThat(new EventCodec(EventCatalogue.standard()).decode(type.type(), type.revision(), stored.toString()))
        .isInstanceOf(type.recordType());
    assertThat(paths(stored))
        .isEqualTo(paths((ObjectNode) EventCodec.mapper().readTree(Golden.newest(type).payload())));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void an_unknown_field_is_kept_and_sealed_whole_whatever_it_holds(EventDescriptor type) {
    ObjectNode sample = Golden.sample(type);
    sample.putObject("notInTheContract").put("deep", "x").putArray("list").add(1).addNull();
    sample.put("~", "r.looks-sealed");

    assertThat(type.validate(sample)).isEmpty();
    assertThat(type.shape().of("notInTheContract")).isEqualTo(new Shape.Sealing(FieldClass.UNCLASSIFIED));
    assertThat(type.shape().of("~")).isEqualTo(new Shape.Sealing(FieldClass.UNCLASSIFIED));
  }

  /** The content of the golden correction is a review: sealed as one. */
  private static Shape.Members shape(EventDescriptor type) {
    if (type.recordType() != FactCorrected.class) {
      return type.shape();
    }
    Map<String, Shape> known = new HashMap<>(type.shape().known());
    known.put("data", EventCatalogue.standard().of(ReviewPosted.class).shape());
    return new Shape.Members(known);
  }

  private static JsonNode sealed(JsonNode value, Shape shape) {
    return switch (shape) {
      case Shape.Clear clear -> value;
      case Shape.Sealing sealing -> NODES.objectNode().put(Sealed.MEMBER, sealing.key().name().charAt(0) + ".abc");
      case Shape.Elements elements -> {
        ArrayNode stored = NODES.arrayNode();
        value.forEach(element -> stored.add(sealed(element, elements.element())));
        yield stored;
      }
      case Shape.Members members -> {
        ObjectNode stored = NODES.objectNode();
        value.forEachEntry((name, member) -> stored.set(name, sealed(member, members.of(name))));
        yield stored;
      }
    };
  }

  private static List<JsonNode> otherTypesThan(JsonNode good) {
    List<JsonNode> all = new ArrayList<>(List.of(NODES.stringNode("no such thing, at all \u0000"),
        NODES.numberNode(new java.math.BigDecimal("-1e999999999")), NODES.booleanNode(true), NODES.arrayNode(),
        NODES.objectNode(), NODES.objectNode().put(Sealed.MEMBER, "r.AAAA")));
    all.removeIf(other -> other.getNodeType() == good.getNodeType() && !good.isNumber());
    return all;
  }

  /** Calls with every member taken out, and set to null, in turn. */
  private static void everyMember(EventDescriptor type, BiConsumer<String, ObjectNode> judge) {
    ObjectNode sample = Golden.sample(type);
    walk(sample, "", (path, parent, key) -> {
      if (parent instanceof ObjectNode object && ANYTHING_GOES.stream().noneMatch(any -> path.startsWith(any + "."))) {
        JsonNode good = object.get((String) key);
        object.remove((String) key);
        judge.accept(path, sample);
        object.putNull((String) key);
        judge.accept(path, sample);
        object.set((String) key, good);
      }
    });
  }

  private interface Visitor {
    void visit(String path, JsonNode parent, Object key);
  }

  private static void walk(JsonNode node, String path, Visitor visitor) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        String place = path.isEmpty() ? name : path + "." + name;
        visitor.visit(place, node, name);
        walk(object.get(name), place, visitor);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        visitor.visit(path + "[" + i + "]", node, i);
        walk(array.get(i), path + "[" + i + "]", visitor);
      }
    }
  }

  private static Set<String> paths(ObjectNode node) {
    Set<String> paths = new HashSet<>();
    walk(node, "", (path, parent, key) -> paths.add(path));
    return paths;
  }

  private static JsonNode get(JsonNode parent, Object key) {
    return key instanceof Integer index ? parent.get(index) : parent.get((String) key);
  }

  private static void set(JsonNode parent, Object key, JsonNode value) {
    if (key instanceof Integer index) {
      ((ArrayNode) parent).set(index, value);
    } else {
      ((ObjectNode) parent).set((String) key, value);
    }
  }
}
