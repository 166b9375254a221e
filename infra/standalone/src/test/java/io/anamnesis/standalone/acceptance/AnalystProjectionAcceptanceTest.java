package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H5: an analyst's own projection, from nothing to figures that answer, without a release; the tutorial, step by step. */
@ParameterizedClass
@EnumSource(Deployment.class)
class AnalystProjectionAcceptanceTest {
  private static final String PROJECTIONS = "/api/v1/projections";
  private static final String SPEND = PROJECTIONS + "/spend-by-weekday";
  private static final String[] LINES = {"spa", "postpartum", "clinic"};
  private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

  @Parameter
  private Deployment kind;

  /** A line that was bought. */
  private record Bought(String customer, Instant at, String businessLine, BigDecimal amount, Integer quantity) {
    ZonedDateTime local() {
      return at.atZone(ZoneId.of("Asia/Shanghai"));
    }
  }

  private final Random random = new Random(20_260_301);
  private final List<Bought> bought = new ArrayList<>();

  @Test
  void an_analyst_posts_tries_builds_compares_swaps_and_rolls_back_without_a_release() throws IOException {
    try (OwnDeployment own = new OwnDeployment(kind)) {
      Client staff = own.client("staff");
      buy(staff, 200);
      Client analyst = staff.as("analyst");

      JsonNode posted = post(analyst, "spend-by-weekday.yaml", 201).json();
      assertThat(posted.get("version").asInt()).isEqualTo(1);
      assertThat(posted.get("contentHash").asString()).matches("[0-9a-f]{64}");
      assertThat(posted.get("columns").toString()).isEqualTo("[{\"name\":\"businessLine\",\"type\":\"text\"},"
          + "{\"name\":\"weekday\",\"type\":\"integer\"},{\"name\":\"currency\",\"type\":\"text\"},"
          + "{\"name\":\"spend\",\"type\":\"decimal\"},{\"name\":\"lines\",\"type\":\"integer\"}]");
      assertThat(post(analyst, "spend-by-weekday.yaml", 200).json()).isEqualTo(posted);

      tryOnOneCustomer(analyst);
      tryOnASample(analyst);

      refused(analyst.post(SPEND + "/swap", Map.of()), 409, "conflict");
      noRowsUntilTheSwap(analyst);
      build(analyst);
      noRowsUntilTheSwap(analyst);
      buy(staff, 20);
      assertThat(analyst.read(SPEND + "/comparison").get("against").isNull()).as("nothing to differ from").isTrue();
      done(analyst.post(SPEND + "/swap", Map.of()));
      awaitState(analyst, "live");
      assertThat(figures(staff)).isEqualTo(byHand(Bought::businessLine, weekday()));

      buy(staff, 50);
      assertThat(figures(staff)).as("it lives").isEqualTo(byHand(Bought::businessLine, weekday()));

      postUponTheNewestAlone(analyst);
      assertThat(post(analyst, "spend-by-weekday-2.yaml", 200).json().get("version").asInt()).isEqualTo(2);
      build(analyst);
      assertThat(figures(staff)).as("the first version answers until the swap")
          .isEqualTo(byHand(Bought::businessLine, weekday()));
      JsonNode comparison = analyst.read(SPEND + "/comparison");
      assertThat(comparison.get("against").asInt()).isEqualTo(1);
      assertThat(comparison.get("extra").asInt()).as("figures by the hour").isPositive();
      assertThat(comparison.toString()).doesNotContain(bought.stream().map(Bought::customer).distinct()
          .map(customer -> '"' + customer + '"').toArray(String[]::new));
      done(analyst.post(SPEND + "/swap?version=1", Map.of()));
      assertThat(analyst.read(SPEND).get("version").asInt()).as("it answered already").isEqualTo(1);
      done(analyst.post(SPEND + "/swap?version=2", Map.of()));
      done(analyst.post(SPEND + "/swap?version=2", Map.of()));
      refused(analyst.post(SPEND + "/swap?version=3", Map.of()), 409, "conflict");
      assertThat(analyst.read(SPEND).get("version").asInt()).isEqualTo(2);
      assertThat(figures(staff)).isEqualTo(byHand(Bought::businessLine, weekday(), hour()));

      refused(analyst.post(SPEND + "/rollback?version=3", Map.of()), 409, "conflict");
      done(analyst.post(SPEND + "/rollback?version=1", Map.of()));
      // Whoever has not heard the answer asks again.
      done(analyst.post(SPEND + "/rollback?version=1", Map.of()));
      assertThat(analyst.read(SPEND).get("version").asInt()).isEqualTo(1);
      done(analyst.post(SPEND + "/rollback", Map.of()));
      assertThat(analyst.read(SPEND).get("version").asInt()).as("without a version it goes forward again").isEqualTo(2);
      done(analyst.post(SPEND + "/rollback", Map.of()));
      assertThat(analyst.read(SPEND).get("version").asInt()).isEqualTo(1);
      buy(staff, 5);
      assertThat(figures(staff)).isEqualTo(byHand(Bought::businessLine, weekday()));

      assertThat(analyst.get("/api/v1/export/events?format=ndjson").lines().stream()
          .map(event -> event.get("type").asString()).filter(type -> type.startsWith("insight.")))
          .as("what was done with it is in the log").containsExactly("insight.projection-posted",
              "insight.projection-swapped", "insight.projection-posted", "insight.projection-swapped",
              "insight.projection-rolled-back", "insight.projection-rolled-back", "insight.projection-rolled-back");

      own.restart();
      Client again = own.client("staff");
      buy(again, 5);
      awaitState(again.as("analyst"), "live");
      assertThat(figures(again)).as("a restart keeps it").isEqualTo(byHand(Bought::businessLine, weekday()));
      assertThat(again.as("analyst").get(SPEND + "/definition?version=2").body())
          .isEqualTo(Files.readString(tutorial("spend-by-weekday-2.yaml")));
      assertThat(post(again.as("analyst"), "spend-by-weekday.yaml", 200).json()).isEqualTo(posted);
    }
  }

  @Test
  void what_does_not_hold_is_told_in_the_callers_language_with_its_place_and_nothing_is_recorded() {
    Client analyst = kind.client().as("analyst");
    String yaml = """
        projection: wrong-one
        on:
          purchase.made:
            each: event.lines
            tally:
              by: {name: event.name}
              add:
                spend: item.amont
        """;
    Answer answer = analyst.post(PROJECTIONS, "application/yaml", BodyPublishers.ofString(yaml));

    refused(answer, 400, "invalid-definition");
    JsonNode problem = answer.json();
    assertThat(problem.get("line").asInt()).isEqualTo(6);
    assertThat(problem.get("errors").get(1).get("line").asInt()).isEqualTo(8);
    assertThat(problem.get("errors").get(1).get("column").asInt()).isEqualTo(20);
    assertThat(problem.get("errors").get(1).get("message").asString()).contains("amont", "amount", "字段");
    refused(analyst.get(PROJECTIONS + "/wrong-one"), 404, "unknown-projection");
    refused(analyst.get(PROJECTIONS + "/wrong-one/definition"), 404, "unknown-definition");
  }

  @Test
  void only_analysts_and_admins_may_post_and_only_analysts_see_a_customers_cells() throws IOException {
    String yaml = Files.readString(tutorial("spend-by-weekday.yaml"));
    for (String scope : List.of("app", "staff", "auditor")) {
      Client other = kind.client().as(scope);
      refused(other.post(PROJECTIONS, "application/yaml", BodyPublishers.ofString(yaml)), 403, "forbidden");
    }
    refused(kind.client().as("admin").post(SPEND + "/dry-run?customer=C-1", "application/yaml",
        BodyPublishers.ofString(yaml)), 403, "forbidden");
    refused(kind.client().as("analyst").post(SPEND + "/dry-run?customer=C-nobody", "application/yaml",
        BodyPublishers.ofString(yaml)), 404, "unknown-customer");
    refused(kind.client().as("analyst").post(PROJECTIONS, "application/yaml",
        BodyPublishers.ofString(yaml.replace("spend-by-weekday", "portrait"))), 400, "invalid-definition");
    refused(kind.client().as("analyst").post(PROJECTIONS, "text/plain", BodyPublishers.ofString(yaml)), 415,
        "unsupported-media-type");
  }

  /** To repeat the question would not help: somebody has to order them. */
  private static void noRowsUntilTheSwap(Client analyst) {
    refused(analyst.get(SPEND + "/rows"), 409, "conflict");
    refused(analyst.get(SPEND + "/rows?format=csv"), 409, "conflict");
    refused(analyst.get("/api/v1/export/models/spend-by-weekday"), 409, "conflict");
  }

  private static void postUponTheNewestAlone(Client analyst) throws IOException {
    String tag = analyst.get(SPEND + "/definition").header("ETag");
    String next = Files.readString(tutorial("spend-by-weekday-2.yaml"));
    refused(analyst.post(PROJECTIONS, "application/yaml", BodyPublishers.ofString(next), "If-Match", "\"other\""), 412,
        "stale-condition");
    Answer posted = analyst.post(PROJECTIONS, "application/yaml", BodyPublishers.ofString(next), "If-Match", tag);
    assertThat(posted.status()).as(posted.body()).isEqualTo(201);
    assertThat(posted.header("ETag")).isEqualTo('"' + posted.json().get("contentHash").asString() + '"')
        .isNotEqualTo(tag);
    refused(analyst.post(PROJECTIONS, "application/yaml", BodyPublishers.ofString(next + "# more\n"), "If-Match", tag),
        412, "stale-condition");
  }

  private void tryOnOneCustomer(Client analyst) {
    String customer = bought.getFirst().customer();
    List<Bought> own = bought.stream().filter(one -> one.customer().equals(customer)).toList();
    Answer asArray = analyst.post(SPEND + "/dry-run?customer=" + customer, "application/yaml", BodyPublishers.noBody());
    assertThat(asArray.status()).as(asArray.body()).isEqualTo(200);
    JsonNode steps = asArray.json();
    assertThat(steps).hasSize(own.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < own.size(); i++) {
      sum = sum.add(own.get(i).amount());
      assertThat(steps.get(i).get("type").asString()).isEqualTo("purchase.made");
      assertThat(Instant.parse(steps.get(i).get("occurredAt").asString())).isEqualTo(own.get(i).at());
      BigDecimal shown = BigDecimal.ZERO;
      for (JsonNode cell : steps.get(i).get("cells")) {
        shown = shown.add(new BigDecimal(cell.get("spend").asString()));
      }
      assertThat(shown).isEqualByComparingTo(sum);
    }
    assertThat(asArray.body()).doesNotContain(customer);
  }

  private void tryOnASample(Client analyst) {
    Answer sample = analyst.post(SPEND + "/dry-run?sample=500", "application/yaml", BodyPublishers.noBody());
    assertThat(sample.status()).as(sample.body()).isEqualTo(200);
    assertThat(sample.json().get("customers").asInt()).isPositive();
    assertThat(sample.json().get("orderDependent").asInt()).isZero();
    assertThat(sample.json().get("refusals")).isEmpty();
    assertThat(sample.json().get("rows")).isNotEmpty();
  }

  private void build(Client analyst) {
    Answer answer = analyst.post(SPEND + "/backfill", Map.of());
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    awaitState(analyst, "comparing");
  }

  private static void awaitState(Client analyst, String state) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50))
        .until(() -> analyst.read(SPEND).get("state").asString().equals(state));
  }

  /** Purchases of some customers, in no order of time. */
  private void buy(Client staff, int count) {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant at = MARCH.plusSeconds(random.nextInt(86_400 * 90));
      Integer quantity = random.nextBoolean() ? null : random.nextInt(4);
      Bought one = new Bought("C-" + random.nextInt(12), at, LINES[random.nextInt(LINES.length)],
          BigDecimal.valueOf(1 + random.nextInt(100_000), 2), quantity);
      bought.add(one);
      Map<String, Object> line = new HashMap<>(Map.of("businessLine", one.businessLine(), "amount",
          one.amount().toPlainString()));
      if (quantity != null) {
        line.put("quantity", quantity);
      }
      facts.add(Facts.purchase(one.customer(), "P-" + bought.size(), at.toString(), line));
    }
    staff.record(facts);
  }

  @SafeVarargs
  private Map<List<Object>, List<BigDecimal>> byHand(Function<Bought, Object>... dimensions) {
    Map<List<Object>, List<BigDecimal>> sums = new HashMap<>();
    for (Bought one : bought) {
      if (one.amount().signum() > 0) {
        List<Object> key = new ArrayList<>();
        for (Function<Bought, Object> dimension : dimensions) {
          key.add(dimension.apply(one));
        }
        sums.merge(key, List.of(one.amount(), BigDecimal.ONE),
            (a, b) -> List.of(a.get(0).add(b.get(0)), a.get(1).add(b.get(1))));
      }
    }
    return sums;
  }

  private static Function<Bought, Object> weekday() {
    return one -> one.local().getDayOfWeek().getValue();
  }

  private static Function<Bought, Object> hour() {
    return one -> one.local().getHour();
  }

  /** The live rows, read after all that was written. */
  private static Map<List<Object>, List<BigDecimal>> figures(Client written) {
    JsonNode page = written.as("analyst").read(SPEND + "/rows?limit=500");
    Map<List<Object>, List<BigDecimal>> figures = new HashMap<>();
    for (JsonNode row : page.get("items")) {
      List<Object> key = new ArrayList<>(List.of(row.get("businessLine").asString(), row.get("weekday").asInt()));
      if (row.has("hour")) {
        key.add(row.get("hour").asInt());
      }
      figures.put(key, List.of(new BigDecimal(row.get("spend").asString()), row.get("lines").decimalValue()));
    }
    return figures;
  }

  private static void done(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Consistency-Token")).isNotEmpty();
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/" + code);
  }

  private static Answer post(Client analyst, String file, int status) throws IOException {
    Answer answer = analyst.post(PROJECTIONS, "application/yaml",
        BodyPublishers.ofString(Files.readString(tutorial(file))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  /** The very files that the tutorial shows. */
  private static Path tutorial(String file) {
    return Path.of("../../docs/tutorials/first-projection").resolve(file);
  }
}
