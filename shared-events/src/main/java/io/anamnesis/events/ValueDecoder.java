package io.anamnesis.events;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON value, as it is written plainly: the parser stands on its first token, and is left on its last. Anything
 * else is an {@link IllegalArgumentException}, which says nothing: {@link RecordCodec} has another look.
 */
@FunctionalInterface
interface ValueDecoder {
  Object decode(JsonParser json);

  /** As {@link #decode}; null of JSON null. */
  default @Nullable Object decodeNullable(JsonParser json) {
    return json.hasToken(JsonToken.VALUE_NULL) ? null : decode(json);
  }

  /** @param orNumber whether a text may come as a number, see {@link OrNumber} */
  static ValueDecoder of(Type type, boolean orNumber, JsonFactory factory) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(of(list.getActualTypeArguments()[0], false, factory));
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalStateException("no decoder of " + type);
    }
    if (plain == BigDecimal.class) {
      return json -> number(json, true).getDecimalValue();
    } else if (plain == int.class || plain == Integer.class) {
      return json -> number(json, false).getIntValue();
    } else if (plain == long.class || plain == Long.class) {
      return json -> number(json, false).getLongValue();
    } else if (plain == boolean.class || plain == Boolean.class) {
      return ValueDecoder::flag;
    }
    if (plain == ObjectNode.class) {
      return ValueDecoder::tree;
    }
    TextForm form = TextForm.of(plain);
    if (form != null) {
      return json -> form.parse(text(json, orNumber));
    }
    return RecordDecoder.of(plain, factory);
  }

  private static ValueDecoder list(ValueDecoder element) {
    return json -> {
      expect(json.hasToken(JsonToken.START_ARRAY));
      List<@Nullable Object> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(element.decodeNullable(json));
      }
      return elements;
    };
  }

  private static Object tree(JsonParser json) {
    expect(json.hasToken(JsonToken.START_OBJECT));
    return Trees.READER.readValue(json);
  }

  /** Made when the first tree is met: few are. */
  final class Trees {
    private static final ObjectReader READER = EventCodec.mapper().readerFor(ObjectNode.class)
        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Trees() {}
  }

  private static JsonParser number(JsonParser json, boolean decimals) {
    expect(json.hasToken(JsonToken.VALUE_NUMBER_INT) || (decimals && json.hasToken(JsonToken.VALUE_NUMBER_FLOAT)));
    return json;
  }

  private static boolean flag(JsonParser json) {
    expect(json.hasToken(JsonToken.VALUE_TRUE) || json.hasToken(JsonToken.VALUE_FALSE));
    return json.hasToken(JsonToken.VALUE_TRUE);
  }

  private static String text(JsonParser json, boolean orNumber) {
    expect(json.hasToken(JsonToken.VALUE_STRING) || (orNumber && json.currentToken().isNumeric()));
    return json.getString();
  }

  static void expect(boolean plain) {
    if (!plain) {
      throw new IllegalArgumentException();
    }
  }
}
