package io.anamnesis.projections.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.CelType;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Sealed;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Expressions see of every event what its payload says, and nothing that is personal. */
class EventFieldsTest {
  private static final Path GOLDEN = Path.of("../../shared-events/src/test/resources/golden");

  static Stream<EventDescriptor> types() {
    return EventCatalogue.standard().all().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_field_of_an_event_is_seen_as_its_payload_tells_it(EventDescriptor type) throws IOException {
    String payload = Files.readString(GOLDEN.resolve(type.type() + ".r" + type.revision() + ".json"));
    CustomerEvent event = new EventCodec(EventCatalogue.standard()).decode(type.type(), type.revision(), payload);

    EventFields fields = EventFields.of(type.recordType());
    assertThat(fields.fields().keySet()).containsExactlyElementsOf(
        Stream.of(type.recordType().getRecordComponents()).map(RecordComponent::getName).toList());
    assertSeen(fields, fields.value(event), EventCodec.mapper().readTree(payload));
  }

  @ParameterizedTest
  @MethodSource("types")
  void what_is_sealed_and_customers_numbers_are_personal(EventDescriptor type) {
    for (EventFields fields : EventFields.of(type.recordType()).all()) {
      fields.fields().forEach((name, as) -> assertThat(TypeWords.isPersonal(as)).as(type.type() + " " + name)
          .isEqualTo(isPersonal(recordOf(type, fields), name)));
    }
  }

  private static void assertSeen(EventFields fields, StructValue seen, JsonNode told) {
    for (Map.Entry<String, CelType> field : fields.fields().entrySet()) {
      if (!TypeWords.isPersonal(field.getValue())) {
        Object value = seen.select(field.getKey());
        Object certain = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
        assertSame(field.getKey(), fields, certain, told.get(field.getKey()));
      }
    }
  }

  private static void assertSame(String name, EventFields fields, Object seen, JsonNode told) {
    switch (seen) {
      case null -> assertThat(told).as(name).isNull();
      case String text -> assertThat(told.asString()).as(name).isEqualTo(text);
      case Decimal decimal -> assertThat(new BigDecimal(told.asString())).as(name)
          .isEqualByComparingTo(decimal.value());
      case Long whole -> assertThat(told.longValue()).as(name).isEqualTo(whole);
      case Boolean truth -> assertThat(told.booleanValue()).as(name).isEqualTo(truth);
      case LocalDate date -> assertThat(told.asString()).as(name).startsWith(date.toString());
      case Instant at -> assertThat(OffsetDateTime.parse(told.asString()).toInstant()).as(name).isEqualTo(at);
      case StructValue struct -> assertSeen(nested(fields, struct.name()), struct, told);
      case List<?> list -> {
        assertThat(list).as(name).hasSize(told.size());
        for (int i = 0; i < list.size(); i++) {
          assertSame(name, fields, list.get(i), told.get(i));
        }
      }
      default -> throw new AssertionError(name + " is seen as " + seen.getClass());
    }
  }

  private static EventFields nested(EventFields fields, String name) {
    return fields.all().stream().filter(inner -> inner.name().equals(name)).findFirst().orElseThrow();
  }

  /** A record may be nested in another one, at any depth, and declared anywhere: a level's standing is a record of its own. */
  private static Class<?> recordOf(EventDescriptor type, EventFields fields) {
    return within(type.recordType()).filter(one -> one.getSimpleName().equals(fields.name()))
        .filter(one -> EventFields.of(one) == fields).findFirst().orElseThrow();
  }

  private static Stream<Class<?>> within(Class<?> record) {
    return Stream.concat(Stream.of(record), Stream.of(record.getRecordComponents()).map(EventFieldsTest::element)
        .filter(Class::isRecord).flatMap(EventFieldsTest::within));
  }

  private static Class<?> element(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element ? element : component.getType();
  }

  private static boolean isPersonal(Class<?> record, String name) {
    RecordComponent component = Stream.of(record.getRecordComponents()).filter(one -> one.getName().equals(name))
        .findFirst().orElseThrow();
    String type = component.getGenericType() instanceof ParameterizedType list
        ? list.getActualTypeArguments()[0].getTypeName()
        : component.getType().getName();
    // What a correction says is sealed by the rules of the type that it corrects, which an expression does not know.
    return type.equals(Sealed.class.getName()) || type.equals(ObjectNode.class.getName())
        || type.endsWith(".CustomerId");
  }
}
