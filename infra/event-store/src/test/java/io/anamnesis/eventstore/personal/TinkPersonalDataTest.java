package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerRegistered;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TinkPersonalDataTest {
  @TempDir
  Path folder;

  private HikariDataSource database;
  private Path kek;
  private TinkPersonalData personal;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    kek = folder.resolve("keys").resolve("kek.json");
    personal = TinkPersonalData.open(database, kek);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void personal_fields_are_sealed_under_their_key_and_the_rest_stays_readable() {
    ObjectNode clear = json(
        """
        {"name":"王小明","phone":"13800138000","gender":"f","site":"shanghai","nickname":{"unknown":[1.50]},"email":null}""");

    ObjectNode sealed = personal.seal("C-1", Place.underWay("customer.registered"), clear);

    assertThat(sealed.path("gender").stringValue()).isEqualTo("f");
    assertThat(sealed.path("site").stringValue()).isEqualTo("shanghai");
    assertThat(sealed.path("email").isNull()).isTrue();
    assertThat(sealed.path("name").path("~").stringValue()).startsWith("r.");
    assertThat(sealed.path("phone").path("~").stringValue()).startsWith("c.");
    assertThat(sealed.path("nickname").path("~").stringValue()).startsWith("r.");
    assertThat(personal.unseal("C-1", sealed)).isEqualTo(clear);
  }

  @Test
  void a_sealed_event_decodes_and_its_fields_open_one_by_one() {
    ObjectNode sealed = personal.seal("C-1", Place.underWay("customer.registered"), json("{\"name\":\"王小明\"}"));
    CustomerRegistered event = (CustomerRegistered) new EventCodec(EventCatalogue.standard())
        .decode("customer.registered", 1, sealed.toString());
    Sealed name = event.name();
    assertThat(name).isNotNull();
    assertThat(personal.unseal("C-1", name).orElseThrow().stringValue()).isEqualTo("王小明");
  }

  @Test
  void sealing_changes_nothing_in_what_it_was_given_and_never_gives_the_same_ciphertext_twice() {
    ObjectNode clear = json("{\"name\":\"王小明\",\"lines\":[{\"a\":1}]}");
    ObjectNode copy = clear.deepCopy();
    ObjectNode once = personal.seal("C-1", Place.underWay("x.any"), clear);
    ObjectNode again = personal.seal("C-1", Place.underWay("x.any"), clear);
    assertThat(clear).isEqualTo(copy);
    assertThat(once).isNotEqualTo(again);
  }

  @Test
  void what_looks_sealed_in_clear_content_is_content() {
    ObjectNode clear = json("{\"field\":{\"~\":\"r.AAAA\"},\"list\":[{\"~\":\"no\"}]}");
    assertThat(personal.unseal("C-1", personal.seal("C-1", Place.underWay("x.any"), clear))).isEqualTo(clear);
  }

  @Test
  void ciphertext_moved_to_another_person_or_altered_does_not_open() {
    ObjectNode sealed = personal.seal("C-1", Place.underWay("x.any"), json("{\"a\":\"b\"}"));
    personal.prepare(List.of("C-2"));
    assertThatThrownBy(() -> personal.unseal("C-2", sealed)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> personal.unseal("C-1", new Sealed("r.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_was_sealed_under_a_destroyed_key_is_null_and_the_other_key_still_opens() throws SQLException {
    ObjectNode sealed =
        personal.seal("C-1", Place.underWay("customer.registered"),
            json("{\"name\":\"王\",\"phone\":\"1\",\"site\":\"s\"}"));
    execute("delete from keys.person_key where kind = 'contact'");

    JsonNode opened = TinkPersonalData.open(database, kek).unseal("C-1", sealed);

    assertThat(opened).isEqualTo(json("{\"name\":\"王\",\"phone\":null,\"site\":\"s\"}"));
  }

  @Test
  void reading_makes_no_key() throws SQLException {
    assertThat(personal.unseal("C-9", new Sealed("r.AAAA"))).isEmpty();
    assertThat(count("select count(*) from keys.person_key")).isZero();
  }

  @Test
  void a_key_that_the_cache_forgot_is_neither_lost_nor_made_anew() {
    SubjectKeys keys = KeysUnderTest.open(KeyStore.of(database, kek), 1);
    List<String> subjects = IntStream.range(0, 50).mapToObj(number -> "C-" + number).toList();
    keys.prepare(subjects);
    for (String subject : subjects) {
      for (KeyKind kind : KeyKind.values()) {
        byte[] sealed = keys.need(subject, kind).orElseThrow().seal(new byte[]{1}, KeysUnderTest.PLACE);
        keys.prepare(subjects);
        assertThat(keys.find(subject, kind).orElseThrow().open(sealed, KeysUnderTest.PLACE)).containsExactly(1);
      }
    }
  }

  @Test
  void two_processes_that_prepare_the_same_subjects_use_the_same_keys() throws Exception {
    TinkPersonalData other = TinkPersonalData.open(database, kek);
    List<String> subjects = IntStream.range(0, 500).mapToObj(i -> "C-" + i).toList();
    Thread here = Thread.ofVirtual().start(() -> personal.prepare(subjects));
    other.prepare(subjects.reversed());
    here.join();
    for (String subject : subjects) {
      ObjectNode sealed =
          personal.seal(subject, Place.underWay("customer.registered"), json("{\"name\":\"n\",\"phone\":\"p\"}"));
      assertThat(other.unseal(subject, sealed)).isEqualTo(json("{\"name\":\"n\",\"phone\":\"p\"}"));
      assertThat(other.contentMac(subject, new byte[]{1})).isEqualTo(personal.contentMac(subject, new byte[]{1}));
    }
  }

  @Test
  void equal_content_has_one_mac_per_person() {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    assertThat(personal.contentMac("C-1", content)).isEqualTo(personal.contentMac("C-1", content.clone()))
        .isNotEqualTo(personal.contentMac("C-2", content));
    assertThat(personal.contentMac("C-1", content).orElseThrow()).matches("[A-Za-z0-9_-]{43}");
    assertThat(personal.contentMac("C-1", new byte[0])).isNotEqualTo(personal.contentMac("C-1", content));
    assertThat(personal.contentMac("", content)).isNotEqualTo(personal.contentMac("site:shanghai", content));
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      PHONE, 13800138000, 138 0013-8000
      PHONE, 13800138000, +86 138 0013 8000
      PHONE, 13800138000, 0086-13800138000
      PHONE, 13800138000, １３８００１３８０００
      PHONE, +4930123, +49 (30) 123
      NAME, 王小明, '  王小明 '
      NAME, Anna  Weiß, ANNA WEISS
      NAME, Ａnna Li, anna　li
      NATIONAL_ID, 11010519491231002X, 110105 19491231 002x
      """)
  void values_that_people_would_call_the_same_have_one_index(IndexKind kind, String one, String other) {
    assertThat(personal.blindIndex(kind, one)).isEqualTo(personal.blindIndex(kind, other)).hasSize(32);
  }

  @Test
  void a_phone_without_a_digit_is_like_itself_only() {
    assertThat(personal.blindIndex(IndexKind.PHONE, "unknown"))
        .isEqualTo(personal.blindIndex(IndexKind.PHONE, " unknown "))
        .isNotEqualTo(personal.blindIndex(IndexKind.PHONE, "none"))
        .isNotEqualTo(personal.blindIndex(IndexKind.PHONE, "+"));
  }

  @Test
  void an_index_tells_kinds_and_values_apart_and_is_the_same_after_a_restart() {
    assertThat(personal.blindIndex(IndexKind.PHONE, "1")).isNotEqualTo(personal.blindIndex(IndexKind.NAME, "1"))
        .isNotEqualTo(personal.blindIndex(IndexKind.PHONE, "2"))
        .isEqualTo(TinkPersonalData.open(database, kek).blindIndex(IndexKind.PHONE, "1"));
  }

  @Test
  void a_rejected_line_is_kept_sealed() {
    byte[] line = "not json".getBytes(StandardCharsets.UTF_8);
    byte[] sealed = personal.sealQuarantine(line);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("not json");
    assertThat(TinkPersonalData.open(database, kek).openQuarantine(sealed)).isEqualTo(line);
    sealed[20] ^= 1;
    assertThatThrownBy(() -> personal.openQuarantine(sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_key_encryption_key_is_its_owners_alone() throws IOException {
    assertThat(Files.getPosixFilePermissions(kek)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(kek, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> TinkPersonalData.open(database, kek)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_lost_key_encryption_key_is_not_replaced() throws IOException {
    Files.delete(kek);
    assertThatThrownBy(() -> TinkPersonalData.open(database, kek)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("restore");
    assertThat(kek).doesNotExist();
  }

  @Test
  void another_key_encryption_key_is_refused() {
    Path other = folder.resolve("other.json");
    try (HikariDataSource elsewhere = TestPostgres.shared().freshDatabase()) {
      TinkPersonalData.open(elsewhere, other);
    }
    assertThatThrownBy(() -> TinkPersonalData.open(database, other)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not the one that wrapped it");
  }

  @Test
  void every_key_is_its_own() {
    SubjectKey contact = new SubjectKey(new SubjectKey.KeyName("C-1", KeyKind.CONTACT), new byte[32]);
    SubjectKey record = new SubjectKey(new SubjectKey.KeyName("C-1", KeyKind.RECORD), new byte[32]);
    byte[] sealed = contact.seal(new byte[]{1}, KeysUnderTest.PLACE);
    assertThatThrownBy(() -> record.open(sealed, KeysUnderTest.PLACE)).isInstanceOf(IllegalStateException.class);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) EventCodec.mapper().readTree(text);
  }
}
