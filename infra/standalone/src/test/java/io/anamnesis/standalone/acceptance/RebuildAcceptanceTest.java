package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H6: every read model is rebuilt beside the live one while facts come in, swapped, and is the same. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RebuildAcceptanceTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String PROJECTIONS = "/api/v1/projections";
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");

  @Parameter
  private Deployment deployment;

  private final String run = UUID.randomUUID().toString();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void all_read_models_rebuilt_under_write_load_equal_the_live_ones_in_every_column() throws Exception {
    Client client = deployment.client();
    for (int batch = 0; batch < 8; batch++) {
      client.record(facts(500));
    }
    Client analyst = client.as("analyst");
    List<String> views = names(analyst.read(PROJECTIONS));
    List<String> before = answering();
    AtomicBoolean done = new AtomicBoolean();
    var writer = CompletableFuture.runAsync(() -> {
      while (!done.get()) {
        client.record(facts(20));
      }
    }, Thread::startVirtualThread);

    Answer accepted = analyst.post(PROJECTIONS + "/rebuild", Map.of());
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(names(accepted.json())).isEqualTo(views);
    await().atMost(LONG).untilAsserted(() -> assertThat(answering()).doesNotContainAnyElementsOf(before));
    done.set(true);
    writer.join();
    // With the token of the last write: all that policies derive from the facts is in the log.
    client.read("/api/v1/customers/" + customer(0) + "/points");

    await().atMost(LONG).until(() -> isLevel(analyst.read(PROJECTIONS)));
    assertThat(views).isNotEmpty();
    for (String view : views) {
      assertThat(differences(view)).as("%s, seed %s", view, seed).isEmpty();
    }
  }

  @Test
  void some_are_rebuilt_by_name_and_a_name_that_is_none_is_told() {
    Client analyst = deployment.client().as("analyst");
    Answer accepted = analyst.post(PROJECTIONS + "/rebuild", Map.of("names", List.of("points", "tier")));
    assertThat(names(accepted.json())).containsExactlyInAnyOrder("points", "tier");
    await().atMost(LONG).until(() -> isLevel(analyst.read(PROJECTIONS)));

    Answer unknown = analyst.post(PROJECTIONS + "/rebuild", Map.of("names", List.of("points", "none")));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().get("field").asString()).isEqualTo("names");
    assertThat(analyst.post(PROJECTIONS + "/rebuild", Map.of("names", List.of())).status()).isEqualTo(400);
    Answer misspelt = analyst.post(PROJECTIONS + "/rebuild", Map.of("name", List.of("points")));
    assertThat(misspelt.status()).as("else all of them would be rebuilt").isEqualTo(400);
    assertThat(misspelt.json().get("field").asString()).isEqualTo("name");
  }

  @Test
  void what_is_not_under_way_cannot_be_cancelled() {
    Client analyst = deployment.client().as("analyst");
    await().atMost(LONG).until(() -> isLevel(analyst.read(PROJECTIONS)));
    Answer answer = analyst.post(PROJECTIONS + "/points/cancel", Map.of());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("code").asString()).isEqualTo("conflict");
    assertThat(analyst.post(PROJECTIONS + "/none/cancel", Map.of()).status()).isEqualTo(404);
  }

  /** Live, with nothing left to read; so is what was live before. */
  private static boolean isLevel(JsonNode views) {
    boolean level = true;
    for (JsonNode view : views) {
      level &= view.get("state").asString().equals("live") && view.get("lag").asLong() == 0;
      level &= view.get("standby").isNull() || view.get("standby").get("lag").asLong() == 0;
    }
    return level;
  }

  private static List<String> names(JsonNode views) {
    List<String> names = new ArrayList<>();
    views.forEach(view -> names.add(view.get("name").asString()));
    return names;
  }

  private List<Map<String, Object>> facts(int count) {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String customer = customer(random.nextInt(150));
      String time = DAY.plusSeconds(random.nextInt(3600 * 24 * 100)).toString();
      facts.add(switch (random.nextInt(4)) {
        case 0 -> fact(customer, "signin.made", time, Map.of("channel", "wecom"));
        case 1 -> visit(customer, "V-" + random.nextInt(1_000), time);
        case 2 -> fact(customer, "customer.amended", time, Map.of("phone", "138" + random.nextInt(10_000_000)));
        default -> purchase(customer, "P-" + UUID.randomUUID(), time,
            line("postpartum", random.nextInt(1_000) + "." + random.nextInt(10, 100)));
      });
    }
    return facts;
  }

  private String customer(int number) {
    return "R-" + run + "-" + number;
  }

  private List<String> answering() throws SQLException {
    return ask("select name || ' ' || active from views.projection where active is not null");
  }

  /** By SQL alone: rows that are in one of both generations and not in the other; figures of nothing left out. */
  private List<String> differences(String view) throws SQLException {
    List<String> found = new ArrayList<>();
    String live = table(view, "live");
    String former = table(view, "standby");
    for (String suffix : List.of("", "_line", "_cell", "_lookup")) {
      String columns = String.join(", ", ask("select quote_ident(column_name) from information_schema.columns"
          + " where table_schema = 'views' and table_name = '" + live + suffix + "' order by ordinal_position"));
      assertThat(columns).isNotEmpty();
      String some = suffix.equals("_cell") ? " where value <> 0" : "";
      String one = "select " + columns + " from views." + live + suffix + some;
      String other = "select " + columns + " from views." + former + suffix + some;
      found.addAll(ask("select row_to_json(x)::text from ((" + one + " except all " + other + ") union all (" + other
          + " except all " + one + ")) x"));
    }
    assertThat(ask("select count(*) from views." + live)).as(view)
        .isEqualTo(ask("select count(*) from views." + former));
    return found;
  }

  private String table(String view, String state) throws SQLException {
    return view.replace('-', '_') + "_g"
        + ask("select generation from views.generation where name = '" + view + "' and state = '" + state + "'")
            .getFirst();
  }

  private List<String> ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(deployment.database());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
