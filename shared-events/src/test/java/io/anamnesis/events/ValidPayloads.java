package io.anamnesis.events;

import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Member;
import io.anamnesis.events.RecordLayout.Range;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Payloads in clear that the rules of their type allow, by its layout: what a source might tell. */
final class ValidPayloads {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of("", "a", "two words", "字 😀", "=1+1", "line\nbreak", "\"~\"", "\u007fé");

  private final Random random;

  ValidPayloads(Random random) {
    this.random = random;
  }

  ObjectNode of(RecordLayout layout) {
    Set<String> given = new HashSet<>();
    layout.members().values().forEach(member -> {
      if (member.required() || !layout.oneOf().contains(member.name()) && random.nextInt(3) > 0) {
        given.add(member.name());
      }
    });
    if (!layout.oneOf().isEmpty()) {
      given.add(layout.oneOf().get(random.nextInt(layout.oneOf().size())));
    }
    layout.needs().stream().filter(need -> given.contains(need.field())).forEach(need -> given.add(need.needed()));
    ObjectNode payload = NODES.objectNode();
    for (Member member : layout.members().values()) {
      if (given.contains(member.name())) {
        payload.set(member.name(), value(member.type()));
      } else if (random.nextInt(4) == 0) {
        payload.putNull(member.name());
      }
    }
    if (random.nextInt(4) == 0) {
      payload.set("unheardOf", new RandomPayloads(random).anything(2));
    }
    return payload;
  }

  private JsonNode value(FieldType type) {
    return switch (type) {
      case FieldType.Text text when text.orNumber() && random.nextBoolean() -> NODES.numberNode(decimal());
      case FieldType.Text text -> NODES.stringNode(text(text.form().type()));
      case FieldType.Numeral numeral -> NODES.numberNode(number(numeral));
      case FieldType.Flag flag -> NODES.booleanNode(random.nextBoolean());
      case FieldType.Personally personal -> personal(personal.format());
      case FieldType.ListOf list -> {
        ArrayNode elements = NODES.arrayNode();
        for (int i = random.nextInt(3) + (list.oneOrMore() ? 1 : 0); i > 0; i--) {
          elements.add(value(list.element()));
        }
        yield elements;
      }
      case FieldType.Nested nested -> of(nested.layout());
      case FieldType.Content content -> of(RecordLayout.OPEN);
    };
  }

  private JsonNode personal(Personal.Format format) {
    return switch (format) {
      case TEXT -> NODES.stringNode(any(TEXTS));
      case DATE -> NODES.stringNode(day().toString());
      case ANY -> {
        JsonNode value = new RandomPayloads(random).anything(2);
        yield value.isNull() ? NODES.numberNode(1) : value;
      }
    };
  }

  private BigDecimal number(FieldType.Numeral numeral) {
    Range range = numeral.range();
    if (range == null) {
      return decimal();
    }
    long least = Math.max(range.min(), -9_999_999_999_999_999L);
    long most = Math.min(range.max(), 9_999_999_999_999_999L);
    BigDecimal whole = BigDecimal.valueOf(switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextLong(least, most);
    });
    boolean room = whole.abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0 && whole.longValue() < most;
    return numeral.whole() || !room ? whole : whole.add(BigDecimal.valueOf(random.nextInt(1_000_000), 6));
  }

  private BigDecimal decimal() {
    return BigDecimal.valueOf(random.nextLong(-9_999_999_999L, 9_999_999_999L), random.nextInt(7));
  }

  private String text(Class<?> type) {
    if (type == Amount.class) {
      return BigDecimal.valueOf(random.nextLong(10_000_000_000L), random.nextInt(5)).toPlainString();
    } else if (type == Currency.class) {
      return any(List.of("CNY", "USD", "JPY", "XAU"));
    } else if (type == LocalDate.class) {
      return random.nextBoolean() ? day().toString() : instant();
    } else if (type == OffsetDateTime.class || type == Instant.class) {
      return instant();
    } else if (type == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    } else if (type.isEnum()) {
      return any(List.of(type.getEnumConstants())).toString();
    } else if (type == CustomerId.class) {
      return any(List.of("C-1", "a", "Z.9_-", "x".repeat(64)));
    } else if (Id.class.isAssignableFrom(type)) {
      return any(List.of("A-1", "字", " ", "x".repeat(200), "a/b:c"));
    }
    return any(TEXTS);
  }

  private LocalDate day() {
    return LocalDate.ofEpochDay(random.nextInt(-719_000, 2_900_000));
  }

  private String instant() {
    String fraction = random.nextBoolean() ? "" : "." + (1 + random.nextInt(999_999_999));
    return day() + any(List.of("T", "t")) + "0%d:5%d:09".formatted(random.nextInt(10), random.nextInt(10)) + fraction
        + any(List.of("Z", "z", "+08:00", "-18:00", "+05:45"));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
