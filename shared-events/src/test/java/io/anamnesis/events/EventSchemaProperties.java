package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Member;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The schemas, judged by a validator that knows nothing of our records, against the rules of the intake. */
class EventSchemaProperties {
  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Schema> schemas = new HashMap<>();

  @Property(tries = 100)
  void what_the_intake_takes_its_schema_takes(@ForAll Random random) {
    for (EventDescriptor type : CATALOGUE.all()) {
      ObjectNode payload = new ValidPayloads(random).of(type.layout());

      assertThat(type.validate(payload)).as("%s %s", type, payload).isEmpty();
      assertThat(errors(type, payload)).as("%s %s", type, payload).isEmpty();
    }
  }

  @Property(tries = 100)
  void a_broken_rule_is_refused_by_intake_and_schema_alike(@ForAll Random random) {
    for (EventDescriptor type : CATALOGUE.all()) {
      ObjectNode valid = new ValidPayloads(random).of(type.layout());
      for (Consumer<ObjectNode> breach : breaches(type.layout())) {
        ObjectNode broken = valid.deepCopy();
        breach.accept(broken);

        assertThat(type.validate(broken)).as("%s %s", type, broken).isNotEmpty();
        assertThat(errors(type, broken)).as("%s %s", type, broken).isNotEmpty();
      }
    }
  }

  /** Whatever comes, a schema never refuses what would be taken. */
  @Property(tries = 200)
  void what_a_schema_refuses_the_intake_refuses(@ForAll Random random) {
    for (EventDescriptor type : CATALOGUE.all()) {
      ObjectNode payload = new ValidPayloads(random).of(type.layout());
      List<String> names = List.copyOf(type.layout().members().keySet());
      JsonNode anything = new RandomPayloads(random).anything(2);
      if (!names.isEmpty() && isWithinReach(anything)) {
        payload.set(names.get(random.nextInt(names.size())), anything);
      }
      if (!errors(type, payload).isEmpty()) {
        assertThat(type.validate(payload)).as("%s %s: %s", type, payload, errors(type, payload)).isNotEmpty();
      }
    }
  }

  @Example
  void every_revision_ever_stored_has_a_schema_that_takes_its_golden_payload() {
    for (Golden golden : Golden.all()) {
      EventDescriptor type = CATALOGUE.find(golden.type()).orElseThrow();
      ObjectNode schema = EventSchema.of(CATALOGUE, type, golden.revision());

      assertThat(REGISTRY.getSchema(schema).validate(golden.clear())).as(golden.toString()).isEmpty();
    }
  }

  @Example
  void an_earlier_revision_has_the_members_that_it_had() {
    EventDescriptor earned = CATALOGUE.find("loyalty.points-earned").orElseThrow();

    assertThat(EventSchema.of(CATALOGUE, earned, 1).get("properties").has("parts")).isFalse();
    assertThat(EventSchema.of(CATALOGUE, earned, 2).get("properties").has("parts")).isTrue();
  }

  @Example
  void every_type_is_described_and_nothing_else_is() {
    assertThat(CATALOGUE.all())
        .allSatisfy(type -> assertThat(EventWords.description(type.type())).as(type.type()).isPresent());
    assertThat(EventWords.title("loyalty.points-earned")).isEqualTo("Loyalty points earned");
  }

  @Example
  void a_schema_says_what_is_personal_and_under_which_key_it_is_stored() {
    ObjectNode schema = EventSchema.of(CATALOGUE, CATALOGUE.find("customer.registered").orElseThrow(), 1);

    assertThat(schema.at("/properties/phone/x-personal").asBoolean()).isTrue();
    assertThat(schema.at("/properties/phone/x-key").asString()).isEqualTo("contact");
    assertThat(schema.at("/properties/referredBy/x-customer").asBoolean()).isTrue();
    assertThat(schema.at("/properties/gender").has("x-personal")).isFalse();
    assertThat(schema.at("/additionalProperties/x-personal").asBoolean()).isTrue();
  }

  private List<?> errors(EventDescriptor type, JsonNode payload) {
    return schemas.computeIfAbsent(type.type(),
        name -> REGISTRY.getSchema(EventSchema.of(CATALOGUE, type, type.revision()))).validate(payload);
  }

  /** The validator cannot compare larger numbers with bounds. */
  private static boolean isWithinReach(JsonNode value) {
    return !value.isNumber() || value.decimalValue().abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
  }

  /** Ways to break a rule that a schema can say, each on its own. */
  private static List<Consumer<ObjectNode>> breaches(RecordLayout layout) {
    List<Consumer<ObjectNode>> breaches = new ArrayList<>();
    for (Member member : layout.members().values()) {
      if (member.required()) {
        breaches.add(payload -> payload.remove(member.name()));
        breaches.add(payload -> payload.putNull(member.name()));
      }
      wrong(member.type()).forEach(value -> breaches.add(payload -> payload.set(member.name(), value)));
    }
    if (!layout.oneOf().isEmpty()) {
      breaches.add(payload -> payload.remove(layout.oneOf()));
    }
    layout.needs().forEach(need -> breaches.add(payload -> payload.put(need.field(), "1").remove(need.needed())));
    return breaches;
  }

  private static List<JsonNode> wrong(FieldType type) {
    return switch (type) {
      case FieldType.Text text when text.orNumber() -> List.of(NODES.booleanNode(true), NODES.objectNode());
      case FieldType.Text text when text.form().type() == String.class ->
        List.of(NODES.numberNode(1), NODES.stringNode("\0"));
      case FieldType.Text text when text.form().isCustomer() ->
        List.of(NODES.numberNode(1), NODES.stringNode("a b"), NODES.stringNode("x".repeat(65)));
      case FieldType.Text text -> List.of(NODES.numberNode(1), NODES.stringNode(""));
      case FieldType.Numeral(boolean whole, var range) -> range == null
          ? List.of(NODES.stringNode("1"), NODES.numberNode(new BigDecimal("0.0000001")))
          : List.of(NODES.stringNode("1"), NODES.numberNode(new BigDecimal("1e17")),
              NODES.numberNode(new BigDecimal("0.1234567")));
      case FieldType.Flag flag -> List.of(NODES.stringNode("true"), NODES.numberNode(1));
      case FieldType.Personally(FieldClass of, Personal.Format format) -> switch (format) {
        case TEXT -> List.of(NODES.numberNode(1));
        case DATE -> List.of(NODES.numberNode(1), NODES.stringNode("1988-13-01"));
        case ANY -> List.of();
      };
      case FieldType.ListOf list -> list.oneOrMore() ? List.of(NODES.arrayNode(), NODES.objectNode())
          : List.of(NODES.objectNode());
      case FieldType.Nested nested -> List.of(NODES.arrayNode(), NODES.stringNode("{}"));
      case FieldType.Content content -> List.of(NODES.arrayNode(), NODES.stringNode("{}"));
    };
  }
}
