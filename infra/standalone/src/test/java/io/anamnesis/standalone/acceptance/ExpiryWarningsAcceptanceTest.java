package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A customer hears that points will expire, in time, once for each distance, and never of what was imported too late for it. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ExpiryWarningsAcceptanceTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Duration SOON = Duration.ofSeconds(60);

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  @Test
  void points_are_warned_of_at_each_distance_also_what_was_missed_while_nothing_ran() {
    ShiftedClock clock = new ShiftedClock();
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of(), clock)) {
      Client staff = own.client("staff");
      Instant bought = Instant.now().minus(10, ChronoUnit.DAYS);
      String history = someone();
      staff.record(purchase(customer, "P-1", bought.toString(), line("wellness", "300")),
          purchase(history, "P-2", monthsBefore(12).toString(), line("wellness", "200")));
      staff.post("/api/v1/customers/" + customer + "/points/adjustments", Map.of("points", -100, "reason", "spent"));
      Instant expires = expiry(bought);

      clock.to(expires.atZone(ZONE).minusDays(30).toInstant().plus(Duration.ofHours(1)));
      await().atMost(SOON).until(() -> warnings(staff, customer).size() == 1);
      JsonNode first = warnings(staff, customer).getFirst();
      assertThat(first.get("details").get("points").asLong()).isEqualTo(200);
      assertThat(first.get("details").get("days").asInt()).isEqualTo(30);
      assertThat(Instant.parse(first.get("details").get("expiresAt").asString())).isEqualTo(expires);
      assertThat(Instant.parse(first.get("occurredAt").asString()))
          .isEqualTo(expires.atZone(ZONE).minusDays(30).toInstant());
      assertThat(first.get("summary").asString()).isEqualTo("200 积分将在 30 天后到期");

      own.close();
      clock.to(expires.minus(Duration.ofDays(3)));
      own.start();
      Client later = own.client("staff");
      await().atMost(SOON).until(() -> warnings(later, customer).size() == 2);
      assertThat(later.read(timeline(customer), "Accept-Language", "en").get("items").get(0).get("summary").asString())
          .isEqualTo("200 points will expire in 7 days");

      clock.to(expires.plus(Duration.ofDays(40)));
      await().atMost(SOON).until(() -> types(later, customer).contains("loyalty.points-expired"));
      assertThat(warnings(later, customer)).hasSize(2);
      assertThat(warnings(later, history)).as("all its instants had passed when it was imported").isEmpty();
    }
  }

  /** So that the points are in their last days. */
  private static Instant monthsBefore(int months) {
    return Instant.now().atZone(ZONE).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).minusMonths(months + 1L)
        .plusDays(14).toInstant();
  }

  /** The first instant of the thirteenth month after the month of earning. */
  private static Instant expiry(Instant earned) {
    ZonedDateTime month = earned.atZone(ZONE).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
    return month.plusMonths(13).toInstant();
  }

  private static String timeline(String customer) {
    return "/api/v1/customers/" + customer + "/timeline?limit=500";
  }

  private static List<JsonNode> warnings(Client client, String customer) {
    return client.read(timeline(customer)).get("items").valueStream()
        .filter(item -> item.get("type").asString().equals("loyalty.points-will-expire")).toList();
  }

  private static List<String> types(Client client, String customer) {
    return client.read(timeline(customer)).get("items").findValuesAsString("type");
  }
}
