package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Shape;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules of sealing that hold for every type of the catalogue and for random payloads; the seed is in every message. */
class SealingProperties {
  private static final JsonMapper JSON = EventCodec.mapper();
  private static final String CANARY = "canary";
  private static final int PAYLOADS = 60;

  @TempDir
  static Path folder;

  private static HikariDataSource database;
  private static TinkPersonalData personal;

  @BeforeAll
  static void open() {
    database = TestPostgres.shared().freshDatabase();
    personal = TinkPersonalData.open(database, folder.resolve("kek.json"));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  static Stream<EventDescriptor> types() {
    return Stream.concat(EventCatalogue.standard().all().stream(),
        EventCatalogue.standard().find("x.anything").stream());
  }

  @ParameterizedTest
  @MethodSource("types")
  void what_was_sealed_opens_as_it_was_and_nothing_personal_is_left_readable(EventDescriptor type) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < PAYLOADS; i++) {
      ObjectNode clear = (ObjectNode) JSON.readTree(members(random, type.shape()).toString());
      ObjectNode sealed = personal.seal("C-" + i % 7, Place.underWay(type.type()), clear);
      String stored = sealed.toString();

      assertThat(stored).as("seed %d", seed).doesNotContain(CANARY);
      assertThat(personal.unseal("C-" + i % 7, JSON.readTree(stored))).as("seed %d", seed).isEqualTo(clear);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatever_is_sealed_is_bound_to_its_event_its_type_its_revision_and_its_place_in_it(EventDescriptor type) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < PAYLOADS; i++) {
      Place place = Place.of(UUID.randomUUID(), type.type(), type.revision());
      ObjectNode sealed = personal.seal("C-1", place, members(random, type.shape()));
      ObjectNode metadata = JSON.createObjectNode();
      metadata.set("extensions", personal.seal("C-1", place.inMetadata().at("extensions"),
          new Shape.Members(Map.of()), members(random, type.shape())));

      List<String> all = ciphertexts("", sealed);
      assertThat(all).as("seed %d", seed).isNotEmpty();
      assertThat(MovedValues.in(event(place, sealed, metadata))).as("seed %d", seed).isEmpty();
      List<String> everywhere = new ArrayList<>(all);
      everywhere.addAll(ciphertexts("metadata", metadata));
      for (Place other : List.of(Place.of(UUID.randomUUID(), place.type(), place.revision()),
          Place.of(place.eventId(), "x.other", place.revision()),
          Place.of(place.eventId(), place.type(), place.revision() + 1))) {
        StoredEvent moved = event(other, sealed, metadata);
        assertThat(MovedValues.in(moved)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(everywhere);
        assertThat(ciphertexts("", MovedValues.of(moved).payload(NullNode.getInstance()))).as("seed %d", seed)
            .isEmpty();
      }

      ObjectNode elsewhere = JSON.createObjectNode().put("clear", true);
      elsewhere.set("one deeper", sealed);
      assertThat(MovedValues.in(event(place, elsewhere, JSON.createObjectNode()))).as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(all.stream().map(pointer -> "/one deeper" + pointer).toList());

      JsonNode bound = personal.bind("C-1", place, elsewhere);
      assertThat(MovedValues.in(event(place, (ObjectNode) bound, JSON.createObjectNode()))).as("seed %d", seed)
          .isEmpty();
      assertThat(personal.unseal("C-1", bound)).as("seed %d", seed).isEqualTo(personal.unseal("C-1", elsewhere));
    }
  }

  private static StoredEvent event(Place place, ObjectNode payload, ObjectNode metadata) {
    return new StoredEvent(1, place.eventId(), null, null, "C-1", place.type(), place.revision(), Instant.EPOCH,
        Instant.EPOCH, payload.toString(), metadata.toString());
  }

  /** As JSON pointers; written down without any of the code that is tested. */
  private static List<String> ciphertexts(String at, JsonNode tree) {
    if (tree.isObject() && tree.size() == 1 && tree.path("~").isString()) {
      return List.of(at);
    }
    List<String> found = new ArrayList<>();
    tree.properties().forEach(member -> found.addAll(
        ciphertexts(at + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), member.getValue())));
    if (tree.isArray()) {
      for (int i = 0; i < tree.size(); i++) {
        found.addAll(ciphertexts(at + "/" + i, tree.get(i)));
      }
    }
    return found;
  }

  @Test
  void no_personal_word_is_in_any_table() throws SQLException, IOException {
    Random random = new Random(42);
    try (PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      log.append(types().map(type -> {
        String subject = type.ofSite() ? "site:shanghai" : "C-1";
        ObjectNode clear = members(random, type.shape());
        personal.contentMac(subject, clear.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Append
            .of(new NewEvent(UUID.randomUUID(), null, null, subject, type.type(), type.revision(), Instant.now(),
                personal.seal(subject, Place.underWay(type.type()), clear).toString(), "{}"));
      }).toList());
    }
    personal.personKeys().destroy("C-99", KeyKind.CONTACT);
    for (String table : tables()) {
      assertThat(text(table)).as(table).isNotEmpty().noneMatch(row -> row.contains(CANARY));
    }
    assertThat(Files.readString(folder.resolve("kek.json"))).doesNotContain(CANARY);
  }

  /**
   * All that are written here: nobody takes a snapshot, rotates a key or seals the log, and what is sealed, stated and reported is hashes,
   * signatures and sums alone.
   */
  private static List<String> tables() throws SQLException {
    return query(
        """
        select table_schema || '.' || table_name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema in ('log', 'keys')
          and table_name not in ('snapshot', 'wrapping', 'tile', 'checkpoint', 'cosignature', 'statement', 'day_report')""");
  }

  private static List<String> text(String table) throws SQLException {
    return query("select t::text || coalesce(encode(convert_to(t::text, 'UTF8'), 'escape'), '') from " + table + " t");
  }

  private static List<String> query(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Members that the type knows and one that it does not; canaries wherever something must be sealed. */
  private static ObjectNode members(Random random, Shape.Members shape) {
    ObjectNode object = JSON.createObjectNode();
    shape.known().forEach((name, member) -> {
      if (random.nextInt(4) > 0) {
        object.set(name, value(random, member));
      }
    });
    object.set("unknown", anything(random, CANARY, 2));
    return object;
  }

  private static JsonNode value(Random random, Shape shape) {
    if (random.nextInt(10) == 0) {
      return JSON.getNodeFactory().nullNode();
    }
    return switch (shape) {
      case Shape.Clear clear -> anything(random, "clear", 0);
      case Shape.Sealing sealing -> anything(random, CANARY, 2);
      case Shape.Members members when random.nextInt(10) > 0 -> members(random, members);
      case Shape.Elements(Shape element) when random.nextInt(10) > 0 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, element));
        }
        yield array;
      }
      // Not of the declared form.
      case Shape.Members members -> JSON.getNodeFactory().stringNode(CANARY);
      case Shape.Elements elements -> JSON.getNodeFactory().stringNode(CANARY);
    };
  }

  private static JsonNode anything(Random random, String word, int depth) {
    var nodes = JSON.getNodeFactory();
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> nodes.stringNode(word + random.nextInt());
      case 1 -> nodes.numberNode(random.nextInt());
      case 2 -> nodes.numberNode(new java.math.BigDecimal(random.nextLong()).movePointLeft(random.nextInt(12)));
      case 3 -> nodes.booleanNode(random.nextBoolean());
      case 4 -> nodes.stringNode("\uD83D\uDE00 \"\\\u0000\n王" + word);
      case 5 -> nodes.stringNode("");
      case 6 ->
        nodes.objectNode().set(random.nextBoolean() ? "~" : word, anything(random, word, depth - 1));
      default -> nodes.arrayNode().add(anything(random, word, depth - 1)).add(anything(random, word, depth - 1));
    };
  }
}
