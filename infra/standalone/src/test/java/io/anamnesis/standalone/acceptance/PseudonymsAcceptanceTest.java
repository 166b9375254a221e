package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H9 and C11: whatever leaves for analysis names a customer by one word, for ever, and by nothing else. */
@ParameterizedClass
@EnumSource(Deployment.class)
class PseudonymsAcceptanceTest {
  private static final String API = "/api/v1";
  private static final String ANALYSIS = """
      select table_name, column_name from information_schema.columns where table_schema = 'analysis'""";

  @Parameter
  private Deployment deployment;

  @Test
  void a_customer_has_one_pseudonym_in_rows_and_files_and_after_a_restart_and_plain_sql_names_nobody()
      throws Exception {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client staff = own.client("staff");
      WatchedLife life = new WatchedLife(staff);
      String other = someone();
      staff.record(fact(other, "family.linked", "2026-03-01T00:00:00Z", Map.of("other", life.customer())));
      String pseudonym = pseudonym(staff, life.customer());

      assertThat(pseudonym).matches("p[0-9a-f]{32}");
      assertThat(pseudonym(staff, other)).matches("p[0-9a-f]{32}").isNotEqualTo(pseudonym);
      assertEverywhere(staff.as("analyst"), life, pseudonym);
      assertThat(inPlainSql(own.database())).isNotEmpty()
          .noneMatch(cell -> cell.contains(life.customer()) || cell.contains(pseudonym));

      own.restart();
      Client after = own.client("staff");
      assertThat(pseudonym(after, life.customer())).isEqualTo(pseudonym);
      assertEverywhere(after.as("analyst"), life, pseudonym);
    }
  }

  private static void assertEverywhere(Client analyst, WatchedLife life, String pseudonym) {
    String rows = API + "/projections/portrait/rows?subject=" + pseudonym;
    JsonNode json = analyst.read(rows);
    assertThat(json.get("items").findValuesAsString("subject")).containsExactly(pseudonym);
    String csv = analyst.download(rows + "&format=csv").text();
    assertThat(csv.lines().skip(1)).singleElement().asString().contains(pseudonym);
    byte[] ledger = analyst.download(API + "/export/models/ledger?format=parquet").bytes();
    assertThat(Duck.ask(ledger, "parquet", "select distinct subject from data where subject = '" + pseudonym + "'"))
        .hasSize(1);
    byte[] events = analyst.download(API + "/export/events?format=parquet").bytes();
    assertThat(Duck.ask(events, "parquet", "select distinct stream from data where stream like 'points-account:%'"
        + " and subject = '" + pseudonym + "'"))
        .containsExactly(List.of("points-account:" + pseudonym));
    assertThat(Duck.ask(events, "parquet", "select payload->>'other' from data where type = 'family.linked'"))
        .contains(List.of(pseudonym));
    String all = json + csv + Duck.ask(ledger, "parquet", "select * from data")
        + Duck.ask(events, "parquet", "select * from data") + new String(events, StandardCharsets.ISO_8859_1);
    assertThat(all).doesNotContain(life.customer());
    life.watched().forEach(canary -> assertThat(all).doesNotContain(canary.value()));
  }

  /** By the position of an event that an auditor has seen. */
  private static String pseudonym(Client staff, String customer) {
    long position = staff.as("auditor").get(API + "/audit/customers/" + customer + "/history").lines().getFirst()
        .get("position").asLong();
    byte[] file = staff.as("analyst")
        .download(API + "/export/events?format=parquet&from=" + position + "&to=" + position).bytes();
    return Duck.ask(file, "parquet", "select subject from data").getFirst().getFirst();
  }

  /** Whatever the views for plain SQL hold, with the names of their columns. */
  private static List<String> inPlainSql(String url) throws SQLException {
    List<String> cells = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      List<String> views = new ArrayList<>();
      try (ResultSet columns = statement.executeQuery(ANALYSIS)) {
        while (columns.next()) {
          views.add(columns.getString(1));
          assertThat(columns.getString(2)).isNotIn("customer", "subject");
        }
      }
      for (String view : views.stream().distinct().toList()) {
        try (ResultSet rows = statement.executeQuery("select view::text from analysis.\"" + view + "\" view")) {
          while (rows.next()) {
            cells.add(rows.getString(1));
          }
        }
      }
    }
    return cells;
  }
}
