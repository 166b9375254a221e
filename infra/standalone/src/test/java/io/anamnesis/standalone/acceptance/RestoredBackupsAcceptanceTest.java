package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.standalone.log.LogCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Last week's backup of the log and of the keys, restored together: neither knows of who was erased since. The erasure list does, and so
 * nobody comes back, whatever is replayed and whatever sources tell again.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class RestoredBackupsAcceptanceTest {
  private static final String CUSTOMERS = "/api/v1/customers/";

  @Parameter
  private Deployment kind;

  private final Person visited = new Person("Wang Fang", "13912345601", true);
  private final Person neverCame = new Person("Li Na", "13912345602", false);
  private final Person told = new Person("Zhao Min", "13912345603", true);
  private final Person other = new Person("Chen Jie", "13912345604", true);

  private record Person(String customer, String name, String phone, List<Map<String, Object>> facts) {
    Person(String name, String phone, boolean came) {
      this(someone(), name, phone, came);
    }

    private Person(String customer, String name, String phone, boolean came) {
      this(customer, name + " " + customer, phone, facts(customer, name + " " + customer, phone, came));
    }

    private static List<Map<String, Object>> facts(String customer, String name, String phone, boolean came) {
      Map<String, Object> registered =
          fact(customer, "customer.registered", "2026-03-01T02:00:00Z", Map.of("name", name, "phone", phone));
      return came ? List.of(registered, visit(customer, "V-" + customer, "2026-03-02T02:00:00Z")) : List.of(registered);
    }
  }

  @Test
  void who_was_erased_since_does_not_come_back() throws Exception {
    try (OwnDeployment own = new OwnDeployment(kind)) {
      Client staff = own.client("staff");
      List.of(visited, neverCame, other).forEach(person -> staff.record(person.facts()));
      own.close();
      String backup = TestPostgres.shared().backup(own.database());
      own.start();
      Client before = own.client("staff");
      before.record(told.facts());
      List.of(visited, neverCame, told).forEach(person -> erase(before, person));

      own.close();
      TestPostgres.shared().restore(own.database(), backup);
      assertThatThrownBy(own::start).hasStackTraceContaining("does not go on from the last checkpoint");
      own.close();
      openEpoch(own);
      own.start();

      Client after = own.client("staff");
      after.record(told.facts());
      isForgotten(after);
      rebuildPortraits(after);
      isForgotten(after);
      // The runbook: what the log has lost is asked for once more, and goes its way.
      assertThat(erasedBySql(own)).containsExactlyInAnyOrder(visited.customer(), neverCame.customer(), told.customer());
      assertThat(Answer.problem(after.get(CUSTOMERS + visited.customer() + "/erasure"), 404)).isEqualTo("no-erasure");
      assertThat(erase(after, visited).get("state").asString()).isEqualTo("waiting");
      assertThat(erase(after, told).get("state").asString()).isEqualTo("waiting");
      assertThat(erase(after, neverCame).get("state").asString()).isEqualTo("done");
      isForgotten(after);
    }
  }

  private void isForgotten(Client staff) {
    Client auditor = staff.as("auditor");
    for (Person kept : List.of(visited, told)) {
      assertThat(shown(staff, kept)).as("a record that is kept by law").isEqualTo("***/null");
      assertThat(shown(auditor, kept, "Purpose", "an audit")).isEqualTo(kept.name() + "/null");
    }
    assertThat(shown(auditor, neverCame, "Purpose", "an audit")).isEqualTo("null/null");
    assertThat(shown(staff, other)).startsWith(other.name() + "/");
    for (Person erased : List.of(visited, told, neverCame)) {
      assertThat(found(staff, Map.of("name", erased.name()))).isEmpty();
      assertThat(found(staff, Map.of("phone", erased.phone()))).isEmpty();
      assertThat(staff.get(CUSTOMERS + erased.customer() + "/timeline").body()).doesNotContain(erased.name(),
          erased.phone());
    }
    assertThat(found(staff, Map.of("name", other.name()))).containsExactly(other.customer());
  }

  private static JsonNode erase(Client staff, Person person) {
    return staff.post(CUSTOMERS + person.customer() + "/erasure", Map.of("reason", "asked for by letter"), "Prefer",
        "wait=10").json();
  }

  private static String shown(Client reader, Person person, String... headers) {
    JsonNode identity = reader.read(CUSTOMERS + person.customer() + "/portrait", headers).get("identity");
    return text(identity.get("name")) + "/" + text(identity.get("phone"));
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : "null";
  }

  private static List<String> found(Client staff, Map<String, String> by) {
    return staff.post(CUSTOMERS + "search", by).json().get("items").findValuesAsString("customer");
  }

  private static void rebuildPortraits(Client staff) {
    Client analyst = staff.as("analyst");
    assertThat(analyst.read("/api/v1/projections/portrait").get("standby").isNull()).isTrue();
    assertThat(analyst.post("/api/v1/projections/portrait/rebuild", Map.of()).status()).isEqualTo(202);
    await().atMost(1, TimeUnit.MINUTES).until(() -> {
      JsonNode portrait = analyst.read("/api/v1/projections/portrait");
      return portrait.get("state").asString().equals("live") && !portrait.get("standby").isNull();
    });
  }

  private static List<String> erasedBySql(OwnDeployment own) {
    try (Connection connection = DriverManager.getConnection(own.database());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "select subject from keys.person_key where kind = 'contact' and wrapped is null")) {
      List<String> subjects = new ArrayList<>();
      while (rows.next()) {
        subjects.add(rows.getString(1));
      }
      return subjects;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void openEpoch(OwnDeployment own) {
    var said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int ended = new LogCommand(out, out, Clock.systemUTC(),
        Map.of("ANAMNESIS_DB_URL", own.database(), "ANAMNESIS_LOG_KEY", own.logKey().toString()))
        .run(List.of("open-epoch", "--reason", "backup of last week"));
    assertThat(ended).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
