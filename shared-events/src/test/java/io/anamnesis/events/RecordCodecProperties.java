package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The quick way through a record is databind's way, which is the oracle. */
class RecordCodecProperties {
  private static final JsonMapper JSON = EventCodec.mapper();
  private static final List<EventDescriptor> TYPES = EventCatalogue.standard().all();
  private static final Map<Class<?>, RecordCodec<?>> CODECS = new HashMap<>();
  private static final String EDITS = "{}[]\":,0159.eE-+\\u ~natfl\t";

  @Property(tries = 3_000)
  void a_payload_is_read_at_once_and_as_databind_reads_it(@ForAll("payloads") Tuple2<Class<?>, ObjectNode> payload) {
    Class<?> type = payload.get1();
    Object expected = databind(type, payload.get2().toString()).orElseThrow();

    assertThat(codec(type).decodePlain(payload.get2().toString())).isEqualTo(expected);
    assertThat(codec(type).decodePlain(payload.get2().toPrettyString())).isEqualTo(expected);
    assertThat(codec(type).decode(payload.get2())).isEqualTo(expected);
  }

  @Property(tries = 3_000)
  void what_is_no_such_record_is_refused_as_databind_refuses_it(
      @ForAll("spoilt") Tuple2<Class<?>, String> spoilt) {
    RecordCodec<?> codec = codec(spoilt.get1());

    assertThat(outcome(() -> codec.decode(spoilt.get2()))).as(spoilt.get2())
        .isEqualTo(databind(spoilt.get1(), spoilt.get2()));
  }

  @Property
  void what_is_written_here_is_read_at_once(@ForAll("payloads") Tuple2<Class<?>, ObjectNode> payload) {
    RecordCodec<?> codec = codec(payload.get1());
    Object record = codec.decode(payload.get2());
    String written = record instanceof CustomerEvent event
        ? new EventCodec(EventCatalogue.standard()).encode(event)
        : MetadataCodec.encode((Metadata) record);

    assertThat(codec.decodePlain(written)).isEqualTo(record);
  }

  @Provide
  Arbitrary<Tuple2<Class<?>, ObjectNode>> payloads() {
    return Arbitraries.randomValue(RecordCodecProperties::payload);
  }

  @Provide
  Arbitrary<Tuple2<Class<?>, String>> spoilt() {
    return Arbitraries.randomValue(random -> {
      Tuple2<Class<?>, ObjectNode> payload = payload(random);
      return Tuple.of(payload.get1(), switch (random.nextInt(3)) {
        case 0 -> edited(payload.get2().toString(), random);
        case 1 -> replaced(payload.get2(), random);
        default -> doubled(payload.get1(), payload.get2(), random);
      });
    });
  }

  private static RecordCodec<?> codec(Class<?> type) {
    return CODECS.computeIfAbsent(type, record -> new RecordCodec<>(record, JSON));
  }

  private static Tuple2<Class<?>, ObjectNode> payload(Random random) {
    int chosen = random.nextInt(TYPES.size() + 1);
    Class<?> type = chosen == TYPES.size() ? Metadata.class : TYPES.get(chosen).recordType();
    return Tuple.of(type, new RandomPayloads(random).of(type));
  }

  /** One character taken out, put in or put in its place. */
  private static String edited(String text, Random random) {
    int at = random.nextInt(text.length());
    if (Character.isSurrogate(text.charAt(at))) {
      return text;
    }
    String edit = random.nextInt(3) == 0 ? "" : "" + EDITS.charAt(random.nextInt(EDITS.length()));
    return text.substring(0, at) + edit + text.substring(random.nextBoolean() ? at : at + 1);
  }

  /** A value somewhere is another one. */
  private static String replaced(ObjectNode payload, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    gather(payload, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = List.copyOf(object.propertyNames());
    if (!names.isEmpty()) {
      object.set(names.get(random.nextInt(names.size())), new RandomPayloads(random).anything(2));
    }
    return payload.toString();
  }

  private static void gather(JsonNode value, List<ObjectNode> objects) {
    if (value instanceof ObjectNode object) {
      objects.add(object);
    }
    value.forEach(inner -> gather(inner, objects));
  }

  /** A member that the record knows is told twice, perhaps. */
  private static String doubled(Class<?> type, ObjectNode payload, Random random) {
    RecordComponent[] components = type.getRecordComponents();
    String name = components[random.nextInt(components.length)].getName();
    String twice = "{\"" + name + "\":" + new RandomPayloads(random).anything(1);
    return payload.isEmpty() ? twice + "}" : twice + "," + payload.toString().substring(1);
  }

  private static Optional<Object> databind(Class<?> type, String payload) {
    return outcome(
        () -> JSON.readerFor(type).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).readValue(payload));
  }

  private static Optional<Object> outcome(Supplier<Object> reading) {
    try {
      return Optional.ofNullable(reading.get());
    } catch (JacksonException refused) {
      return Optional.empty();
    }
  }
}
