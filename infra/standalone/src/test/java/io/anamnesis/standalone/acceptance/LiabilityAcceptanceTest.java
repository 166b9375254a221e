package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L11: what is outstanding, by the month of its expiry, what is to be expected of it and what it costs; held against SQL over the log. */
@ParameterizedClass
@EnumSource(Deployment.class)
class LiabilityAcceptanceTest {
  private static final String PATH = "/api/v1/kpis/points-liability";
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static final String OUTSTANDING = """
      with moved as (
        select (payload::json #>> '{lot,expiresAt}')::timestamptz as at, (payload::json ->> 'points')::bigint as points
        from log.event where type = 'loyalty.points-earned'
        union all
        select (part ->> 'expiresAt')::timestamptz, -(part ->> 'points')::bigint
        from log.event, json_array_elements(payload::json -> 'from') as part
        where type in ('loyalty.points-clawed-back', 'loyalty.arrears-repaid', 'loyalty.points-expired',
                       'loyalty.redemption-confirmed')
        union all
        select (part ->> 'expiresAt')::timestamptz, (part ->> 'points')::bigint
        from log.event, json_array_elements(payload::json -> 'returned') as part
        where type = 'loyalty.redemption-cancelled' and (payload::json ->> 'confirmed')::boolean)
      select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM'), sum(points) from moved where at > now()
      group by 1 having sum(points) <> 0""";

  /** Of the twelve months until today. */
  private static final String REDEEMED = """
      select sum(case type when 'loyalty.redemption-confirmed' then 1 else -1 end * (payload::json ->> 'points')::bigint)
      from log.event where occurred_at > now() - interval '12 months'
        and (type = 'loyalty.redemption-confirmed'
             or type = 'loyalty.redemption-cancelled' and (payload::json ->> 'confirmed')::boolean)""";

  private static final String EXPIRED = """
      select sum((payload::json ->> 'points')::bigint) from log.event
      where type = 'loyalty.points-expired'
        and (payload::json ->> 'expiredAt')::timestamptz > now() - interval '12 months'""";

  /** By currency: points redeemed in twelve months, and what they would cost by the terms told last. */
  private static final String COST = """
      with terms as (
        select distinct on (stream) payload::json ->> 'reward' as reward, (payload::json ->> 'points')::numeric as price,
               payload::json #>> '{terms,cost,currency}' as currency,
               (payload::json #>> '{terms,cost,amount}')::numeric as cost
        from log.event where type in ('loyalty.reward-offered', 'loyalty.reward-changed')
        order by stream, position desc),
      redeemed as (
        select payload::json ->> 'reward' as reward,
               sum(case type when 'loyalty.redemption-confirmed' then 1 else -1 end
                   * (payload::json ->> 'points')::numeric) as points
        from log.event where occurred_at > now() - interval '12 months'
          and (type = 'loyalty.redemption-confirmed'
               or type = 'loyalty.redemption-cancelled' and (payload::json ->> 'confirmed')::boolean)
        group by 1)
      select coalesce(currency, 'unknown') as currency, sum(points) as points,
             sum(points * coalesce(cost / price, 1)) as each_point_of_all, (select sum(points) from redeemed) as total
      from redeemed join terms using (reward) group by 1""";

  @Parameter
  private Deployment deployment;

  private OwnDeployment own;
  private Client staff;
  private Client analyst;

  @BeforeEach
  void start() {
    own = new OwnDeployment(deployment);
    staff = own.client("staff");
    staff.as("admin").post("/api/v1/loyalty/rewards", Map.of("reward", "R-1", "name", "水疗", "points", 10, "stock", 99));
  }

  @AfterEach
  void stop() {
    own.close();
  }

  @Test
  void what_is_outstanding_by_month_of_expiry_is_what_the_log_adds_up_to() throws Exception {
    buy("C-1", 90, 1_200);
    buy("C-1", 40, 345);
    buy("C-2", 3, 500);
    buy("C-3", 420, 700);
    buy("C-3", 20, 80);
    buy("C-4", 900, 60);
    staff.record(fact("C-2", "purchase.refunded", ago(1),
        Map.of("purchaseId", "P-3-500", "currency", "CNY", "amount", "120")));
    redeem("C-1", 30, "confirm");
    redeem("C-1", 5, "cancel");
    String open = redeem("C-1", 7, "");

    Map<String, Long> told = byMonth(items("by=forecast"), "outstanding");
    assertThat(told).isEqualTo(totals(OUTSTANDING)).hasSizeGreaterThan(2);
    List<JsonNode> states = items("by=state");
    assertThat(byMonth(states, "reserved").values()).as("reserved").containsExactly(70L);
    Map<String, Long> sum = byMonth(states, "free");
    byMonth(states, "reserved").forEach((month, points) -> sum.merge(month, points, Long::sum));
    assertThat(sum).isEqualTo(told);

    staff.post("/api/v1/customers/C-1/redemptions/" + open + "/confirm", Map.of());
    assertThat(byMonth(items("by=forecast"), "outstanding")).isEqualTo(totals(OUTSTANDING)).isNotEqualTo(told);
    assertThat(byMonth(items("by=state"), "reserved")).isEmpty();
  }

  @Test
  void of_what_is_outstanding_as_much_is_expected_to_expire_as_did_of_what_left_in_twelve_months() throws Exception {
    buy("C-1", 100, 1_000);
    assertThat(items("")).as("nothing left yet: nothing is known").extracting(item -> item.get("group").asString())
        .containsOnly("outstanding");
    // Expired a month or two ago, and so long ago that it does not count.
    buy("C-2", 450, 333);
    buy("C-3", 1_200, 5_000);
    redeem("C-1", 25, "confirm");

    long redeemed = number(REDEEMED);
    long expired = number(EXPIRED);
    assertThat(redeemed).isEqualTo(250);
    assertThat(expired).isEqualTo(333);
    List<JsonNode> items = items("");
    Map<String, Long> outstanding = byMonth(items, "outstanding");
    Map<String, Long> toExpire = byMonth(items, "to-expire");
    Map<String, Long> toBeSpent = byMonth(items, "to-be-spent");
    assertThat(outstanding).isEqualTo(totals(OUTSTANDING)).isNotEmpty();
    outstanding.forEach((month, points) -> {
      assertThat(toExpire.get(month)).isEqualTo(Math.round((double) points * expired / (redeemed + expired)));
      assertThat(toExpire.get(month) + toBeSpent.get(month)).isEqualTo(points);
    });
    assertThat(items).filteredOn(item -> item.get("group").asString().equals("to-expire")).allSatisfy(item -> {
      assertThat(item.get("numerator").asLong()).isEqualTo(expired);
      assertThat(item.get("denominator").asLong()).isEqualTo(redeemed + expired);
    });
    assertThat(items).filteredOn(item -> item.get("group").asString().equals("outstanding")).allSatisfy(item -> {
      assertThat(item.get("numerator").isNull()).isTrue();
      assertThat(item.get("denominator").isNull()).isTrue();
    });
  }

  @Test
  void it_costs_what_the_rewards_cost_that_were_redeemed_in_twelve_months() throws Exception {
    buy("C-1", 90, 2_000);
    buy("C-2", 40, 900);
    assertThat(items("by=cost")).as("nothing was redeemed: nothing is known").allSatisfy(item -> {
      assertThat(item.get("group").asString()).isEqualTo("unknown");
      assertThat(item.get("denominator").isNull()).isTrue();
    }).hasSize(2);
    offer("R-tea", 25, "3.40", "CNY");
    offer("R-spa", 300, "59.99", "CNY");
    offer("R-gift", 40, "1.05", "USD");
    redeem("C-1", "R-tea", 13, "confirm");
    redeem("C-1", "R-spa", 3, "confirm");
    redeem("C-2", "R-gift", 7, "confirm");
    redeem("C-2", 4, "confirm");
    String back = redeem("C-2", "R-tea", 2, "confirm");
    staff.post("/api/v1/customers/C-2/redemptions/" + back + "/cancel", Map.of("by", "hospital"));
    // What it costs from now on is what the points will cost.
    offer("R-tea", 20, "4.00", "CNY");

    Map<String, Long> outstanding = totals(OUTSTANDING);
    List<JsonNode> items = items("by=cost");
    assertThat(items).extracting(item -> item.get("group").asString())
        .containsExactly("CNY", "USD", "unknown", "CNY", "USD", "unknown");
    Map<String, Map<String, BigDecimal>> costs = table(COST);
    for (JsonNode item : items) {
      String month =
          Instant.parse(item.get("from").asString()).atZone(SHANGHAI).toLocalDate().toString().substring(0, 7);
      Map<String, BigDecimal> expected = costs.get(item.get("group").asString());
      BigDecimal points = BigDecimal.valueOf(outstanding.get(month));
      BigDecimal total = expected.get("total");
      int digits = item.get("group").asString().equals("unknown") ? 0 : 2;
      assertThat(item.get("value").asString()).isEqualTo(points.multiply(expected.get("each_point_of_all"))
          .divide(total, 20, RoundingMode.HALF_EVEN).setScale(digits, RoundingMode.HALF_UP).toPlainString());
      assertThat(item.get("numerator").decimalValue()).isEqualByComparingTo(expected.get("points"));
      assertThat(item.get("denominator").decimalValue()).isEqualByComparingTo(total);
    }
    assertThat(analyst.read(PATH + "?by=cost").get("unit").asString()).isEqualTo("money");
  }

  @Test
  void months_are_those_asked_for_and_what_it_cannot_be_split_by_is_refused() {
    buy("C-1", 300, 100);
    buy("C-1", 30, 200);
    List<JsonNode> all = items("");
    assertThat(all).hasSize(2);
    String later = all.get(1).get("from").asString();
    assertThat(ZonedDateTime.ofInstant(Instant.parse(later), SHANGHAI).toLocalDate().getDayOfMonth()).isEqualTo(1);
    assertThat(items("from=" + later)).containsExactly(all.get(1));
    assertThat(items("to=" + later)).containsExactly(all.get(0));
    assertThat(items("to=" + LocalDate.now(SHANGHAI))).isEmpty();
    assertThat(refused("by=site")).isEqualTo("by");
    assertThat(refused("site=shanghai")).isEqualTo("site");
    assertThat(refused("from=soon")).isEqualTo("from");
    assertThat(staff.get(PATH).status()).isEqualTo(403);
    JsonNode kpi = analyst.read(PATH);
    assertThat(kpi.get("name").asString()).isEqualTo("points-liability");
    assertThat(kpi.get("unit").asString()).isEqualTo("points");
  }

  private String refused(String query) {
    Answer answer = staff.as("analyst").get(PATH + "?" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    return answer.json().get("field").asString();
  }

  private static String ago(int days) {
    return Instant.now().minus(days, ChronoUnit.DAYS).toString();
  }

  private void buy(String customer, int daysAgo, int yuan) {
    staff.record(
        purchase(customer, "P-" + daysAgo + "-" + yuan, ago(daysAgo), line("wellness", Integer.toString(yuan))));
  }

  /** Told anew where it was offered before. */
  private void offer(String reward, int points, String cost, String currency) {
    Client admin = staff.as("admin");
    String etag = admin.get("/api/v1/loyalty/rewards/" + reward).header("ETag");
    Map<String, Object> terms = Map.of("reward", reward, "name", reward, "points", points, "stock", 99, "cost",
        Map.of("amount", cost, "currency", currency));
    Answer offered = etag.isEmpty()
        ? admin.post("/api/v1/loyalty/rewards", terms)
        : admin.post("/api/v1/loyalty/rewards", terms, "If-Match", etag);
    assertThat(offered.status()).as(offered.body()).isBetween(200, 201);
  }

  private String redeem(String customer, int quantity, String then) {
    return redeem(customer, "R-1", quantity, then);
  }

  private String redeem(String customer, String reward, int quantity, String then) {
    staff.read("/api/v1/customers/" + customer + "/points");
    String path = "/api/v1/customers/" + customer + "/redemptions";
    Answer reserved = staff.post(path, Map.of("reward", reward, "quantity", quantity));
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    String redemption = reserved.json().get("redemptionId").asString();
    if (!then.isEmpty()) {
      assertThat(staff.post(path + "/" + redemption + "/" + then, Map.of("by", "hospital")).status()).isEqualTo(200);
    }
    return redemption;
  }

  /** After everything that follows from what was told. */
  private List<JsonNode> items(String query) {
    analyst = staff.as("analyst");
    List<JsonNode> items = new ArrayList<>();
    analyst.read(PATH + "?" + query).get("items").forEach(items::add);
    return items;
  }

  private static Map<String, Long> byMonth(List<JsonNode> items, String group) {
    Map<String, Long> byMonth = new TreeMap<>();
    items.stream().filter(item -> item.get("group").asString().equals(group))
        .forEach(item -> byMonth.put(Instant.parse(item.get("from").asString()).atZone(SHANGHAI).toLocalDate()
            .toString().substring(0, 7), item.get("value").asLong()));
    return byMonth;
  }

  private Map<String, Long> totals(String sql) throws SQLException {
    try (HikariDataSource database = TestPostgres.pool(own.database(), 1);
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, Long> totals = new TreeMap<>();
      while (rows.next()) {
        totals.put(rows.getString(1), rows.getLong(2));
      }
      return totals;
    }
  }

  /** The numbers of each row by their names, by the row's first column. */
  private Map<String, Map<String, BigDecimal>> table(String sql) throws SQLException {
    try (HikariDataSource database = TestPostgres.pool(own.database(), 1);
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Map<String, Map<String, BigDecimal>> table = new HashMap<>();
      while (rows.next()) {
        Map<String, BigDecimal> row = table.computeIfAbsent(rows.getString(1), first -> new HashMap<>());
        for (int column = 2; column <= rows.getMetaData().getColumnCount(); column++) {
          row.put(rows.getMetaData().getColumnName(column), rows.getBigDecimal(column));
        }
      }
      return table;
    }
  }

  private long number(String sql) throws SQLException {
    try (HikariDataSource database = TestPostgres.pool(own.database(), 1);
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
