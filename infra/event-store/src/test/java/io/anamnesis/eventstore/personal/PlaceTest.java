package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class PlaceTest {
  private static final UUID EVENT = UUID.fromString("01234567-89ab-5def-8123-456789abcdef");
  private static final Place PLACE = Place.of(EVENT, "customer.amended", 2).at("na/me~").at(3);

  @TempDir
  Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private TinkPersonalData personal;

  @BeforeEach
  void open() {
    personal = TinkPersonalData.open(database, folder.resolve("kek.json"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Worked out by {@code docs/reference/leaf.md} with another program. */
  @Test
  void a_mark_is_for_ever() {
    assertThat(PLACE.pointer()).isEqualTo("/na~1me~0/3");
    assertThat(PLACE.mark()).isEqualTo("G6CSXVUYUAulVm36lMumtA");
    assertThat(PLACE.inMetadata().at("extensions").mark()).isEqualTo("TTQHCuhXeYUiSN4fhrXCeQ");
  }

  @Test
  void every_part_of_a_place_counts() {
    List<Place> places = new ArrayList<>(List.of(PLACE, PLACE.inMetadata(), PLACE.at(0), PLACE.at("0x")));
    places.add(Place.of(new UUID(0, 0), "customer.amended", 2).at("na/me~").at(3));
    places.add(Place.of(EVENT, "customer.registered", 2).at("na/me~").at(3));
    places.add(Place.of(EVENT, "customer.amended", 3).at("na/me~").at(3));
    places.add(new Place(EVENT, "customer.amended/", 2, "na~1me~0/3"));
    assertThat(places).extracting(Place::mark).doesNotHaveDuplicates();
  }

  /** Sealed by the program that did not bind places, and by the first that did: both forms open as long as there is a key. */
  @Test
  void what_was_sealed_in_either_form_opens_for_ever() {
    SubjectKey key = new SubjectKey(new KeyName("C-1", KeyKind.RECORD), new byte[SubjectKey.BYTES]);
    Sealed unbound = new Sealed("r.AAECAwQFBgcICQoLqiy92eVNAB9a9nBbFfbYhM95YGczaj20dawt");
    Sealed bound = new Sealed("r.G6CSXVUYUAulVm36lMumtA.AAECAwQFBgcICQoLqiy92eVNAB9a9nAwUXBzuk2Uzh7XEISEvj5d");
    assertThat(unbound.place()).isNull();
    assertThat(bound.place()).isEqualTo(PLACE.mark());
    Base64.Decoder decoder = Base64.getUrlDecoder();
    assertThat(key.open(decoder.decode(unbound.body()), null)).asString(StandardCharsets.UTF_8).isEqualTo("\"王小明\"");
    assertThat(key.open(decoder.decode(bound.body()), decoder.decode(bound.place()))).asString(StandardCharsets.UTF_8)
        .isEqualTo("\"王小明\"");
  }

  @Test
  void a_value_without_a_place_opens_and_is_found_only_beside_one_that_has() throws GeneralSecurityException {
    ObjectNode payload = personal.seal("C-1", Place.of(EVENT, "x.a", 1), json("{'a':'b'}"));
    JsonNode unbound = unbound("C-1", "\"old\"");
    assertThat(personal.unseal("C-1", unbound).stringValue()).isEqualTo("old");

    assertThat(MovedValues.in(event(EVENT, json("{}").set("old", unbound)))).isEmpty();
    assertThat(MovedValues.in(event(EVENT, payload.set("old", unbound)))).containsExactly("/old");
  }

  @Test
  void what_is_found_is_what_is_not_shown_also_where_the_metadata_alone_tells_that_the_event_is_bound()
      throws GeneralSecurityException {
    JsonNode unbound = unbound("C-1", "\"old\"");
    ObjectNode extensions = personal.seal("C-1", Place.of(EVENT, "x.a", 1).inMetadata(), json("{'note':'b'}"));
    NewEvent told = new NewEvent(EVENT, null, null, "C-1", "x.a", 1, Instant.EPOCH,
        json("{'clear':1}").set("old", unbound).toString(), extensions.toString());

    assertThat(MovedValues.in(stored(told))).containsExactly("/old");
    assertThat(MovedValues.of(stored(told)).payload(StringNode.valueOf("***")))
        .isEqualTo(json("{'clear':1,'old':'***'}"));
  }

  @Test
  void who_changes_the_mark_or_takes_it_off_has_nothing_that_opens() {
    UUID other = UUID.randomUUID();
    Sealed sealed = Sealed.of(personal.seal("C-1", Place.of(EVENT, "x.a", 1), json("{'a':'b'}")).get("a"));
    assertThat(personal.unseal("C-1", sealed).orElseThrow().stringValue()).isEqualTo("b");

    String elsewhere = Place.of(other, "x.a", 1).at("a").mark();
    assertThatThrownBy(() -> personal.unseal("C-1", new Sealed("r." + elsewhere + "." + sealed.body())))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("altered or moved");
    assertThatThrownBy(() -> personal.unseal("C-1", new Sealed("r." + sealed.body())))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("altered or moved");
    assertThatThrownBy(() -> personal.unseal("C-1", new Sealed("c" + sealed.ciphertext().substring(1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_a_decision_carries_along_is_bound_to_the_event_that_it_becomes() {
    Binding binding = new Binding(personal);
    ObjectNode underWay = personal.seal("C-1", Place.underWay("x.a"), json("{'reason':'b'}"));
    NewEvent first = binding.apply(added(EVENT, underWay.toString()));
    assertThat(MovedValues.in(stored(added(EVENT, underWay.toString())))).containsExactly("/reason");
    assertThat(MovedValues.in(stored(first))).isEmpty();

    NewEvent second = binding.apply(added(UUID.randomUUID(), first.payload()));
    assertThat(MovedValues.in(stored(second))).isEmpty();
    assertThat(personal.unseal("C-1", EventCodec.mapper().readTree(second.payload())))
        .isEqualTo(json("{'reason':'b'}"));
    assertThat(binding.apply(second)).isEqualTo(second);

    personal.personKeys().destroy("C-1", KeyKind.RECORD);
    assertThat(binding.apply(added(UUID.randomUUID(), first.payload())).payload()).isEqualTo("{\"reason\":null}");
  }

  @Test
  void what_cannot_hold_a_ciphertext_passes_unread() {
    NewEvent event = added(EVENT, "{ \"points\" : 3 }");
    assertThat(new Binding(personal).apply(event)).isSameAs(event);
  }

  /** As it was done before places were bound: what is authenticated names subject and kind of key alone. */
  private JsonNode unbound(String subject, String text) throws GeneralSecurityException {
    personal.prepare(List.of(subject));
    byte[] key = KeysUnderTest.unwrapped(database, folder.resolve("kek.json"), subject, KeyKind.RECORD);
    byte[] sealed = new AesGcmJce(key).encrypt(text.getBytes(StandardCharsets.UTF_8),
        (subject + "/record").getBytes(StandardCharsets.UTF_8));
    return EventCodec.mapper().createObjectNode().put("~",
        "r." + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
  }

  private static NewEvent added(UUID id, String payload) {
    return new NewEvent(id, null, null, "C-1", "x.a", 1, Instant.EPOCH, payload, "{}");
  }

  private static StoredEvent stored(NewEvent event) {
    return new StoredEvent(1, event.eventId(), null, null, event.subject(), event.type(), event.revision(),
        event.occurredAt(), event.occurredAt(), event.payload(), event.metadata());
  }

  private static StoredEvent event(UUID id, JsonNode payload) {
    return stored(added(id, payload.toString()));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) EventCodec.mapper().readTree(text.replace('\'', '"'));
  }
}
