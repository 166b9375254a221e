package io.anamnesis.events;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Payloads as the log may hold them, for the record of any type: members in any order, unknown ones among them. */
final class RandomPayloads {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> LETTERS =
      List.of("a", "Z", "0", " ", "\"", "\\", "/", "\n", "\u007f", "é", "字", "😀", "~");

  private final Random random;

  RandomPayloads(Random random) {
    this.random = random;
  }

  ObjectNode of(Class<?> record) {
    List<Runnable> members = new ArrayList<>();
    ObjectNode payload = NODES.objectNode();
    for (RecordComponent component : record.getRecordComponents()) {
      boolean required = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      int chance = random.nextInt(8);
      if (required || chance > 1) {
        members.add(() -> payload.set(component.getName(), value(component)));
      } else if (chance == 1) {
        members.add(() -> payload.putNull(component.getName()));
      }
    }
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      String name = "unheard of " + text(random.nextInt(12)) + 111 * i;
      members.add(() -> payload.set(name, anything(3)));
    }
    Collections.shuffle(members, random);
    members.forEach(Runnable::run);
    return payload;
  }

  private JsonNode value(RecordComponent component) {
    boolean number = component.isAnnotationPresent(OrNumber.class) && random.nextBoolean();
    return number ? decimal() : value(component.getGenericType());
  }

  private JsonNode value(Type type) {
    if (type instanceof ParameterizedType list) {
      return NODES.arrayNode().addAll(IntStream.range(0, random.nextInt(4))
          .mapToObj(i -> random.nextInt(8) == 0 ? NODES.nullNode() : value(list.getActualTypeArguments()[0])).toList());
    } else if (type == Sealed.class) {
      return NODES.objectNode().put(Sealed.MEMBER, "c.A" + random.nextInt());
    } else if (type == boolean.class || type == Boolean.class) {
      return NODES.booleanNode(random.nextBoolean());
    } else if (type == int.class || type == Integer.class) {
      return NODES.numberNode(random.nextInt() >> random.nextInt(32));
    } else if (type == long.class || type == Long.class) {
      return NODES.numberNode(random.nextLong() >> random.nextInt(64));
    } else if (type == BigDecimal.class) {
      return decimal();
    } else if (type == ObjectNode.class) {
      // As it is read: a number without decimals is a whole one then.
      return EventCodec.mapper().readTree(NODES.objectNode().set(text(3), anything(2)).toString());
    }
    Class<?> plain = (Class<?>) type;
    return plain.isRecord() && !Id.class.isAssignableFrom(plain) && plain != Amount.class
        ? of(plain)
        : NODES.stringNode(string(plain));
  }

  private JsonNode decimal() {
    return NODES.numberNode(BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(12) - 3));
  }

  private String string(Class<?> type) {
    if (type == CustomerId.class) {
      return "C-" + random.nextInt(10_000);
    } else if (Id.class.isAssignableFrom(type)) {
      return "id" + text(random.nextInt(20)).replaceAll("\\p{Cntrl}", "_");
    } else if (type == Amount.class) {
      return BigDecimal.valueOf(random.nextLong(100_000_000), random.nextInt(5)).toPlainString();
    } else if (type == Currency.class) {
      return List.of("CNY", "USD", "JPY", "XAU").get(random.nextInt(4));
    } else if (type == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    } else if (type == LocalDate.class && random.nextBoolean()) {
      return instant().toLocalDate().toString();
    } else if (type == OffsetDateTime.class || type == LocalDate.class) {
      return seconds(instant().toString());
    } else if (type == Instant.class) {
      return instant().toInstant().toString();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)].toString();
    }
    return text(random.nextInt(30));
  }

  private OffsetDateTime instant() {
    return Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 253_000_000_000L),
        random.nextBoolean() ? 0 : random.nextInt(1_000_000_000))
        .atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 18 * 60 + 1) - 18 * 60)));
  }

  /** Java leaves seconds out where they are zero, RFC 3339 does not. */
  private static String seconds(String time) {
    return time.replaceFirst("(T\\d\\d:\\d\\d)(?=[Z+-])", "$1:00");
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return text.toString();
  }

  JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> decimal();
      case 3 -> NODES.numberNode(random.nextInt(100));
      case 4 -> NODES.stringNode(text(random.nextInt(10)));
      case 5 -> NODES.arrayNode().add(anything(depth - 1)).add(anything(depth - 1));
      default -> NODES.objectNode().set(text(3), anything(depth - 1));
    };
  }
}
