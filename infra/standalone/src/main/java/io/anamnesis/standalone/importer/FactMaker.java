package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Mapping.FactRule;
import io.anamnesis.standalone.importer.MappingNode.Entries;
import io.anamnesis.standalone.importer.MappingNode.Literal;
import io.anamnesis.standalone.importer.MappingNode.Sequence;
import io.anamnesis.standalone.importer.MappingNode.Text;
import io.anamnesis.standalone.importer.Table.Columns;
import io.anamnesis.standalone.importer.Table.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the facts of one rule from rows of one table. */
final class FactMaker {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final FactRule rule;
  private final FactTimes times;
  private final Expression.@Nullable Condition when;
  private final Map<String, Expression.OfText> attributes = new LinkedHashMap<>();
  private final Expression.OfText time;
  private final Field data;

  /** A value of {@code data}, made from the rows of a unit; a missing node is left out. */
  @FunctionalInterface
  private interface Field {
    JsonNode make(List<Row> rows);
  }

  /** @throws CannotImport if the rule names what is not there */
  FactMaker(FactRule rule, Columns columns, Expressions expressions, FactTimes times) {
    this.rule = rule;
    this.times = times;
    this.when = rule.when() == null ? null : expressions.condition(rule.when(), columns);
    attributes.put("id", expressions.text(rule.id(), columns));
    attributes.put("source", expressions.text(rule.source(), columns));
    attributes.put("type", expressions.text(rule.type(), columns));
    attributes.put("subject", expressions.text(rule.subject(), columns));
    this.time = expressions.text(rule.time(), columns);
    this.data = new FieldCompiler(columns, expressions).compile(rule.data());
  }

  String name() {
    return rule.name();
  }

  /**
   * @param rows of one unit, at least one; all but {@code forEachRow} see the first
   * @return nothing if the rule's condition does not hold
   * @throws RowRefused if a fact is meant but cannot be made
   */
  Optional<Fact> make(List<Row> rows, String file) {
    Row first = rows.getFirst();
    if (when != null && !when.holds(first)) {
      return Optional.empty();
    }
    ObjectNode fact = JSON.objectNode().put("specversion", "1.0");
    attributes.forEach((name, expression) -> {
      String value = expression.evaluate(first);
      if (value.isEmpty()) {
        throw new RowRefused(name, "'" + name + "' is empty");
      }
      fact.put(name, value);
    });
    JsonNode made = data.make(rows);
    fact.set("data", made.isMissingNode() ? JSON.objectNode() : made);
    return Optional
        .of(Fact.of(MAPPER.writeValueAsBytes(fact), times.parse(time.evaluate(first)), file, first.number()));
  }

  private record FieldCompiler(Columns columns, Expressions expressions) {
    Field compile(MappingNode node) {
      return switch (node) {
        case Text text -> {
          Expression expression = expressions.value(text, columns);
          yield rows -> json(expression.evaluate(rows.getFirst()));
        }
        case Literal(Object value, int ignored) when value != null -> rows -> json(value);
        case Literal ignored -> rows -> JSON.missingNode();
        case Entries entries when entries.members().keySet().equals(java.util.Set.of("forEachRow")) ->
          eachRow(entries.members().values().iterator().next());
        case Entries entries -> object(entries);
        case Sequence sequence -> array(sequence);
      };
    }

    private Field eachRow(MappingNode element) {
      Field field = compile(element);
      return rows -> {
        ArrayNode array = JSON.arrayNode();
        rows.forEach(row -> array.add(field.make(List.of(row))));
        return array;
      };
    }

    private Field object(Entries entries) {
      Map<String, Field> fields = new LinkedHashMap<>();
      entries.members().forEach((name, member) -> fields.put(name, compile(member)));
      return rows -> {
        ObjectNode object = JSON.objectNode();
        fields.forEach((name, field) -> {
          JsonNode value = field.make(rows);
          if (!value.isMissingNode()) {
            object.set(name, value);
          }
        });
        return object.isEmpty() ? JSON.missingNode() : object;
      };
    }

    private Field array(Sequence sequence) {
      List<Field> fields = new ArrayList<>();
      sequence.items().forEach(item -> fields.add(compile(item)));
      return rows -> {
        ArrayNode array = JSON.arrayNode();
        fields.stream().map(field -> field.make(rows)).filter(value -> !value.isMissingNode()).forEach(array::add);
        return array.isEmpty() ? JSON.missingNode() : array;
      };
    }

    private static JsonNode json(Object value) {
      return switch (value) {
        case String text -> text.isEmpty() ? JSON.missingNode() : JSON.stringNode(text);
        case BigDecimal number -> JSON.numberNode(number);
        case Boolean truth -> JSON.booleanNode(truth);
        default -> throw new IllegalStateException("no JSON value: " + value.getClass());
      };
    }
  }
}
