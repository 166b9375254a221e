package io.anamnesis.standalone.acceptance;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * One person's life that uses every type of fact and every field of it, with a mark of its own in the place of whatever is
 * personal, which can then be looked for everywhere. Each personal field of each type holds another value.
 */
final class Canaries {
  private static final Path GOLDEN = Path.of("../../shared-events/src/test/resources/golden");
  private static final Instant START = Instant.parse("2026-03-01T02:00:00Z");
  /** Facts about facts: told apart from the rest, as they name one. */
  private static final Set<String> STATEMENTS = Set.of("fact.corrected", "fact.withdrawn");

  private final String customer;
  private final String mark = "Kanarie" + UUID.randomUUID().toString().replace("-", "");
  private final String phone = "139" + (100_000 + (System.nanoTime() & 0x7_ffff));
  private final Map<Field, String> personal = new LinkedHashMap<>();
  private int told;

  /**
   * A personal field of a type.
   *
   * @param ofRecord whether the golden payload holds it under the record key
   */
  record Field(String type, String name, boolean ofRecord) {
    boolean is(String otherType, String otherName) {
      return type.equals(otherType) && name.equals(otherName);
    }
  }

  Canaries(String customer) {
    this.customer = customer;
  }

  /** What every personal text begins with. */
  String mark() {
    return mark;
  }

  /** The last that was told of, as are name and id number. */
  String phone() {
    return phone + "00";
  }

  String name() {
    return mark + " customer.amended name";
  }

  String nationalId() {
    return mark + " customer.amended nationalId";
  }

  /** What was told in which field. */
  Map<Field, String> personal() {
    return personal;
  }

  /** Every type that is about a customer, but for those. */
  List<Map<String, Object>> life(Set<String> without) {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (EventDescriptor type : EventCatalogue.standard().all()) {
      if (type.isFact() && !type.ofSite() && !STATEMENTS.contains(type.type()) && !without.contains(type.type())) {
        facts.add(fact(type.type(), data(type)));
      }
    }
    facts.add(fact("x.canary", Map.of("words", other("x", true), "nested", Map.of("list", List.of(other("y", true))))));
    Map<String, Object> late = fact("signin.made", Map.of("channel", "wecom", "unheardOf", other("unknown", true)));
    facts.add(late);
    facts.add(fact("fact.corrected", Map.of("corrects", reference(late), "data",
        Map.of("channel", "app", "unheardOf", other("corrected", true)))));
    Map<String, Object> misspelt = fact("message.sent", Map.of("text", other("misspelt", false)));
    facts.add(misspelt);
    facts.add(fact("fact.corrected",
        Map.of("corrects", reference(misspelt), "data", Map.of("text", other("spelt", false)))));
    Map<String, Object> mistaken = fact("message.received", Map.of("text", other("mistaken", false)));
    facts.add(mistaken);
    facts.add(fact("fact.withdrawn", Map.of("withdraws", reference(mistaken), "reason", other("withdrawn", false))));
    return facts;
  }

  private Map<String, Object> fact(String type, Map<String, ?> data) {
    return Facts.fact(customer, type, START.plusSeconds(told++).toString(), data);
  }

  private static Map<String, Object> reference(Map<String, Object> fact) {
    return Map.of("source", fact.get("source"), "id", fact.get("id"));
  }

  private Map<String, Object> data(EventDescriptor type) {
    try {
      Path file = GOLDEN.resolve(type.type() + ".r" + type.revision() + ".json");
      return members(type.type(), Facts.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> members(String type, JsonNode object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), told(type, member.getKey(), member.getValue())));
    return members;
  }

  private Object told(String type, String name, JsonNode value) {
    if (value.isObject()) {
      return value.has("~")
          ? personal(new Field(type, name, value.get("~").asString().startsWith("r.")))
          : members(type, value);
    }
    if (value.isArray()) {
      List<Object> elements = new ArrayList<>();
      value.forEach(element -> elements.add(told(type, name, element)));
      return elements;
    }
    // Nobody else's life is to be touched by it.
    return value.isString() && value.stringValue().matches("C-[0-9]{4}") ? Facts.someone() : value;
  }

  private String personal(Field field) {
    return personal.computeIfAbsent(field, first -> switch (first.name()) {
      case "birthDate" -> "1987-06-%02d".formatted(personal.size() % 28 + 1);
      case "phone" ->
        first.is("customer.amended", "phone") ? phone() : phone + "%02d".formatted(personal.size() % 99 + 1);
      default -> mark + " " + first.type() + " " + first.name();
    });
  }

  private String other(String word, boolean ofRecord) {
    return personal(new Field("as", word, ofRecord));
  }
}
