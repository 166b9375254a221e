package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.KeyStore;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.standalone.keys.KeysCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A key store in a database of its own: a key that another process destroys is forgotten here, its key-encryption key is rotated while this
 * runs, and an older copy of the key tables brings nobody back.
 */
class DestroyedKeysAcceptanceTest {
  private final String erased = someone();
  private final String other = someone();

  @Test
  void what_was_destroyed_is_read_by_no_process_and_no_backup_of_the_keys_brings_it_back() throws SQLException {
    try (HikariDataSource keys = TestPostgres.shared().freshDatabase();
        OwnDeployment own =
            new OwnDeployment(Deployment.ONE_PROCESS, Map.of("anamnesis.keys.db.url", keys.getJdbcUrl()))) {
      Path kek = own.logKey().resolveSibling("kek.json");
      Client client = own.client("staff");
      client.record(registered(erased, "F-1", "Wang Fang"), registered(other, "F-2", "Li Na"));
      assertThat(name(client, erased)).isEqualTo("Wang Fang");
      assertThat(schemas(own.database())).contains("log").doesNotContain("keys");

      rotate(own, keys, kek);
      assertThat(name(client, other)).as("after a rotation under way").isEqualTo("Li Na");
      execute(keys, "create schema backup", "create table backup.person_key as select * from keys.person_key",
          "create table backup.erasure as select * from keys.erasure");

      PersonKeys elsewhere = TinkPersonalData.open(KeyStore.of(keys, kek)).personKeys();
      elsewhere.destroy(erased, KeyKind.RECORD);
      assertThat(lastRead(client, erased)).isLessThan(elsewhere.forgottenAfter());
      assertThat(name(client, erased)).isEqualTo("");
      assertThat(name(client, other)).isEqualTo("Li Na");
      JsonNode late = client.record(registered(erased, "F-1", "Wang Wu"), registered(erased, "F-3", "Wang Liu"));
      assertThat(late.get("duplicates").asInt()).isEqualTo(1);
      assertThat(name(client, erased)).isEqualTo("");

      own.close();
      execute(keys, "begin", "set local session_replication_role = replica", "delete from keys.person_key",
          "delete from keys.erasure", "insert into keys.person_key select * from backup.person_key", "commit");
      own.start();
      Client restarted = own.client("staff");
      assertThat(name(restarted, erased)).isEqualTo("");
      assertThat(name(restarted, other)).isEqualTo("Li Na");
    }
  }

  private static Map<String, Object> registered(String customer, String id, String name) {
    Map<String, Object> fact = fact(customer, "customer.registered", "2026-03-01T01:00:00Z", Map.of("name", name));
    fact.put("id", id + customer);
    return fact;
  }

  /** How long from now on a read may begin that still shows the name. */
  private static Duration lastRead(Client client, String customer) {
    long since = System.nanoTime();
    AtomicLong last = new AtomicLong(since);
    await().pollInterval(Duration.ofMillis(50)).until(() -> {
      long begun = System.nanoTime();
      if (name(client, customer).isEmpty()) {
        return true;
      }
      last.set(begun);
      return false;
    });
    return Duration.ofNanos(last.get() - since);
  }

  private static String name(Client client, String customer) {
    JsonNode name = client.read("/api/v1/customers/" + customer + "/portrait").path("identity").path("name");
    return name.isString() ? name.stringValue() : "";
  }

  private static void rotate(OwnDeployment own, HikariDataSource keys, Path kek) {
    var err = new ByteArrayOutputStream();
    int ended = new KeysCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Map.of("ANAMNESIS_DB_URL", own.database(),
            "ANAMNESIS_KEYS_DB_URL", keys.getJdbcUrl(), "ANAMNESIS_KEK_FILE", kek.toString()))
        .run(List.of("rotate"));
    assertThat(ended).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }

  private static List<String> schemas(String url) throws SQLException {
    try (HikariDataSource database = TestPostgres.pool(url, 1);
        var connection = database.getConnection();
        var found = connection.createStatement().executeQuery("""
            select array_agg(schema_name::text) from information_schema.schemata""")) {
      found.next();
      return List.of((String[]) found.getArray(1).getArray());
    }
  }

  private static void execute(HikariDataSource database, String... statements) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
