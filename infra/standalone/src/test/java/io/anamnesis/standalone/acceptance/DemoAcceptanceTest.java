package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.acceptance.DemoOracle.Award;
import io.anamnesis.standalone.acceptance.DemoOracle.Customer;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The demo hospital, loaded as a user loads it, against a brute-force reading of its tables; and the live answers against
 * the time machine's, for every customer.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class DemoAcceptanceTest {
  private static final List<String> VIEWS = List.of("points", "tier", "trajectory", "portrait", "points/ledger");

  @Parameter
  private Deployment deployment;

  @Test
  void every_customer_has_what_the_tables_say_and_the_time_machine_agrees_at_now() {
    DemoOracle oracle = DemoOracle.of(LocalDate.now(Clock.systemUTC().withZone(ZoneOffset.UTC)));
    Client client = loaded();
    DemoHospital.probe(client);
    DemoHospital.awaitDecided(client, VIEWS.stream().map(view -> anyone(oracle) + view).toList());

    Instant now = Instant.now();
    AtomicLong points = new AtomicLong();
    AtomicInteger purchases = new AtomicInteger();
    AtomicReference<BigDecimal> spend = new AtomicReference<>(BigDecimal.ZERO);
    oracle.customers.entrySet().parallelStream().forEach(expected -> {
      String path = "/api/v1/customers/" + expected.getKey() + "/";
      Customer customer = expected.getValue();
      points.addAndGet(pointsAgree(client, path, customer, now));
      tierAgrees(client, path, customer, now);
      JsonNode total = client.read(path + "trajectory").get("total");
      if (customer.purchases > 0) {
        assertThat(total.get(0).get("purchases").asInt()).as(path).isEqualTo(customer.purchases);
        assertThat(total.get(0).get("amount").asString()).as(path)
            .isEqualTo(customer.spend.setScale(2).toPlainString());
        purchases.addAndGet(total.get(0).get("purchases").asInt());
        spend.accumulateAndGet(new BigDecimal(total.get(0).get("amount").asString()), BigDecimal::add);
      } else {
        assertThat(total).as(path).isEmpty();
      }
    });
    assertThat(oracle.customers).hasSize(2_679);
    assertThat(purchases).hasValue(51_040);
    assertThat(spend.get()).isEqualByComparingTo("3020214.19");
    assertThat(points)
        .hasValue(oracle.customers.values().stream().flatMap(c -> c.awards.stream()).mapToLong(Award::points).sum());
    if (deployment == Deployment.ONE_PROCESS) {
      liveAndTimeMachineAgree(client, oracle);
    }
    long end = DemoHospital.probe(client);
    DemoHospital.load(client);
    assertThat(DemoHospital.probe(client)).as("a second run adds nothing").isEqualTo(end + 1);
  }

  private static long pointsAgree(Client client, String path, Customer customer, Instant now) {
    JsonNode answer = client.read(path + "points?effectiveAt=" + now);
    assertThat(answer.get("available").asLong()).as(path).isEqualTo(DemoOracle.available(customer, now));
    assertThat(answer.get("pending").asLong()).as(path).isEqualTo(DemoOracle.pending(customer, now));
    return answer.get("lifetimeEarned").asLong();
  }

  private static String anyone(DemoOracle oracle) {
    return "/api/v1/customers/" + oracle.customers.keySet().iterator().next() + "/";
  }

  private static void tierAgrees(Client client, String path, Customer customer, Instant now) {
    JsonNode answer = client.read(path + "tier?effectiveAt=" + now);
    assertThat(answer.get("level").asInt()).as(path).isEqualTo(DemoOracle.level(customer, now));
    assertThat(answer.get("qualifyingPoints").asLong()).as(path).isEqualTo(DemoOracle.qualifying(customer, now));
  }

  private static void liveAndTimeMachineAgree(Client client, DemoOracle oracle) {
    oracle.customers.keySet().parallelStream().forEach(customer -> {
      for (String view : VIEWS) {
        String path = "/api/v1/customers/" + customer + "/" + view;
        JsonNode live = client.read(path);
        assertThat(client.read(path + "?asOf=" + Instant.now())).as(path).isEqualTo(live);
      }
    });
  }

  private Client loaded() {
    if (deployment == Deployment.ONE_PROCESS) {
      return DemoHospital.inOneProcess().client("staff");
    }
    DemoHospital.load(deployment.client());
    return deployment.client();
  }
}
