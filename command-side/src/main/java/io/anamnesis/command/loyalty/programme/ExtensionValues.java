package io.anamnesis.command.loyalty.programme;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.schema.FieldForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The clear fields of a fact of a type {@code x.…}, as conditions see them: {@code event.steps}. A decision keeps all of them as
 * texts, as it does of any interaction, so that it can be judged again by the log alone.
 */
public final class ExtensionValues {
  private static final String EVENT = "event.";

  private ExtensionValues() {}

  /** Of its plain values, by name. What is sealed is an object: nothing personal gets into a decision. */
  public static List<Value> of(ExtensionFact fact) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : fact.data().properties()) {
      String text = text(member.getValue());
      if (text != null) {
        texts.put(EVENT + member.getKey(), text);
      }
    }
    List<Value> values = new ArrayList<>(texts.size());
    texts.forEach((name, text) -> values.add(new Value(name, text)));
    return List.copyOf(values);
  }

  private static @Nullable String text(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    } else if (value.isNumber()) {
      // At most 18 digits wide, as its schema was held to before it was stored in clear.
      return value.decimalValue().stripTrailingZeros().toPlainString();
    }
    return value.isBoolean() ? Boolean.toString(value.booleanValue()) : null;
  }

  /** The variables of a condition; a field that has no variable conditions do not offer. */
  static Map<String, CelType> variables(Map<String, FieldForm> open) {
    Map<String, CelType> variables = new HashMap<>();
    open.forEach((name, form) -> {
      CelType type = type(form);
      if (type != null) {
        variables.put(EVENT + name, type);
      }
    });
    return Map.copyOf(variables);
  }

  /** A date is a text, which orders as dates do; an instant has many texts. */
  private static @Nullable CelType type(FieldForm form) {
    return switch (form) {
      case TEXT, DATE -> SimpleType.STRING;
      case INTEGER, NUMBER, DECIMAL -> Condition.DECIMAL;
      case BOOLEAN -> SimpleType.BOOL;
      case INSTANT -> null;
    };
  }

  /** The value of a variable; for a field that the fact lacks what a condition sees of any text or amount that is not there. */
  static Object value(CelType type, @Nullable String text) {
    if (type.equals(Condition.DECIMAL)) {
      return new Condition.Decimal(text == null ? null : new BigDecimal(text));
    }
    return type.equals(SimpleType.BOOL) ? (Object) Boolean.parseBoolean(text) : text == null ? "" : text;
  }
}
