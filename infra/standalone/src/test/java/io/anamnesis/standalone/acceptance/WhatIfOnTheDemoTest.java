package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * L9: what a trial on the demo hospital tells is what then really comes of it, when the draft is published on a copy that
 * is told the same facts. What was given is counted by SQL, levels are asked for one by one.
 */
class WhatIfOnTheDemoTest {
  private static final String DRAFT = "spring-2027";

  private static final String GIVEN_BY_RULE = """
      select payload::json ->> 'rule', sum((payload::json ->> 'points')::bigint)
      from log.event where type = 'loyalty.points-earned' group by 1""";

  private static final String GIVEN_BY_CUSTOMER = """
      select subject, sum((payload::json ->> 'points')::bigint)
      from log.event where type = 'loyalty.points-earned' group by 1""";

  private static final String TAKEN_BACK = """
      select 'all', count(*) from log.event where type = 'loyalty.points-clawed-back'""";

  private static final String CUSTOMERS = """
      select subject, count(*) from log.event where subject not like '%:%' and type like 'loyalty.%' group by 1""";

  @Test
  void a_trial_on_the_demo_tells_what_comes_of_the_draft_on_a_copy() throws Exception {
    OwnDeployment demo = DemoHospital.inOneProcess();
    try (OwnDeployment copy = new OwnDeployment(Deployment.ONE_PROCESS)) {
      Client admin = copy.client("admin");
      Drafts.post(admin, draft());
      assertThat(Drafts.publish(admin, DRAFT, "{\"effectiveFrom\":\"1900-01-01T00:00:00Z\"}").status()).isEqualTo(200);
      DemoHospital.load(copy.client("staff"));
      settle(copy);
      settle(demo);

      Drafts.post(demo.client("admin"), draft());
      JsonNode told = Drafts.tried(demo.client("admin"), DRAFT);

      assertThat(counts(copy, TAKEN_BACK)).containsEntry("all", 0L);
      Map<String, Long> rules = new TreeMap<>();
      told.get("rules").forEach(rule -> rules.put(rule.get("rule").asString(), rule.get("after").asLong()));
      rules.values().removeIf(points -> points == 0);
      assertThat(rules).isEqualTo(counts(copy, GIVEN_BY_RULE)).containsKey("long-visit");

      Map<String, Long> before = counts(demo, GIVEN_BY_CUSTOMER);
      Map<String, Long> after = counts(copy, GIVEN_BY_CUSTOMER);
      List<Long> gains = after.keySet().stream().map(one -> after.get(one) - before.getOrDefault(one, 0L)).toList();
      assertThat(told.get("points").get("after").asLong()).isEqualTo(sum(after));
      assertThat(told.get("points").get("before").asLong()).isEqualTo(sum(before));
      assertThat(told.get("customers").get("winning").asLong())
          .isEqualTo(gains.stream().filter(gain -> gain > 0).count()).isPositive();
      assertThat(told.get("customers").get("losing").asLong())
          .isEqualTo(gains.stream().filter(gain -> gain < 0).count()).isPositive();
      assertThat(told.get("customers").get("leftOut").asLong()).isZero();

      Map<String, Long> moves = new TreeMap<>();
      told.get("tiers").forEach(move -> moves.put(move.get("from").asInt() + " to " + move.get("to").asInt(),
          move.get("customers").asLong()));
      assertThat(moves).isEqualTo(movesReally(demo, copy, told.get("at").asString()));
      assertThat(moves.keySet()).anyMatch(move -> move.charAt(0) != move.charAt(move.length() - 1));
    }
  }

  private static ObjectNode draft() {
    ObjectNode draft = Drafts.of(DRAFT);
    Drafts.rule(draft, "visit").put("points", 10);
    Drafts.rule(draft, "purchase").put("rate", 1.25);
    draft.withArray("rules").addObject().put("name", "long-visit").put("on", "visit.completed")
        .put("when", "kind == \"inpatient\" || kind == \"emergency\"").put("points", 90).put("multiplied", true)
        .put("pendingDays", 0).put("streakDays", 0);
    ((ObjectNode) draft.get("tiers").get(1)).put("threshold", 600);
    ((ObjectNode) draft.get("tiers").get(2)).put("threshold", 9_000);
    return draft;
  }

  private static void settle(OwnDeployment deployment) {
    Client client = deployment.client("staff");
    DemoHospital.probe(client);
    DemoHospital.awaitDecided(client, counts(deployment, CUSTOMERS).keySet().stream().limit(1)
        .map(customer -> "/api/v1/customers/" + customer + "/tier").toList());
  }

  private static Map<String, Long> movesReally(OwnDeployment demo, OwnDeployment copy, String at) {
    Map<String, Long> moves = new ConcurrentSkipListMap<>();
    counts(copy, CUSTOMERS).keySet().parallelStream().forEach(customer -> {
      String tier = "/api/v1/customers/" + customer + "/tier?effectiveAt=" + at;
      String move = demo.client("staff").read(tier).get("level").asInt() + " to "
          + copy.client("staff").read(tier).get("level").asInt();
      moves.merge(move, 1L, Long::sum);
    });
    return moves;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> counts(OwnDeployment deployment, String sql) {
    try (HikariDataSource database = TestPostgres.pool(deployment.database(), 1);
        Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      Map<String, Long> counts = new TreeMap<>();
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
      return counts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
