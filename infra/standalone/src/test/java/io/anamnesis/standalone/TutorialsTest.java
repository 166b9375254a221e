package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tutorials do what they say, typed as they stand there: the first projection, travel in time, the rebuild without fear. */
class TutorialsTest {
  private static final String PROJECTIONS = "/api/v1/projections";
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir
  private static Path home;
  private static RunningProcess process;

  @TempDir
  private Path desk;

  @BeforeAll
  static void start() throws IOException {
    process = RunningProcess.start(new DataFolder(home.resolve(".anamnesis")));
    // Of the demo hospital: two purchases of the customer who is tried on, on a Sunday and a Monday in Shanghai.
    for (String purchase : List.of(
        purchase("1", "2026-03-01T10:00:00+08:00", "\"deli\",\"amount\":\"2.50\""),
        purchase("2", "2026-03-02T11:00:00+08:00", "\"deli\",\"amount\":\"4.00\",\"quantity\":3"))) {
      assertThat(process.post("app", "/api/v1/facts", "application/cloudevents+json", purchase).statusCode())
          .isEqualTo(201);
    }
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void travel_in_time() throws IOException {
    try (TutorialShell shell = shell("travel-in-time.md")) {
      assertThat(shell.next()).isEmpty();
      assertThat(points(shell.next().getLast())).containsEntry("lifetimeEarned", 780L);
      List<String> late = shell.next();
      assertThat(points(late.get(late.size() - 2))).containsEntry("lifetimeEarned", 800L);
      assertThat(points(late.getLast())).containsEntry("lifetimeEarned", 780L);
      List<String> effective = shell.next();
      assertThat(points(effective.get(0))).containsAllEntriesOf(Map.of("available", 20L, "pending", 0L));
      assertThat(points(effective.get(1))).containsAllEntriesOf(Map.of("available", 20L, "pending", 760L));
      assertThat(points(effective.get(2))).containsAllEntriesOf(Map.of("available", 800L, "pending", 0L));
      assertThat(points(shell.next().getLast())).containsAllEntriesOf(Map.of("available", 0L, "lifetimeEarned", 0L));
      List<String> replay = shell.next();
      assertThat(json(replay.getFirst()).at("/event/type").asString()).isEqualTo("purchase.made");
      assertThat(replay.subList(1, replay.size())).isEqualTo(shell.shown(0).lines().toList());
      assertThat(shell.next()).as("the late visit and what it earned").hasSize(2)
          .allMatch(line -> json(line).at("/after/level").asInt() == 1);
      assertThat(shell.isThrough()).isTrue();
    }
  }

  @Test
  void your_first_projection() throws IOException {
    try (TutorialShell shell = shell("first-projection.md")) {
      assertThat(shell.next()).as("starting").isEmpty();
      assertThat(shell.next()).as("signing in").isEmpty();
      assertThat(json(shell.next().getLast()).get("version").asInt()).isEqualTo(1);
      JsonNode misspelt =
          json(shell.type("sed 's/item.amount/item.amont/' docs/tutorials/first-projection/spend-by-weekday.yaml"
              + " | ask -H 'Content-Type: application/yaml' --data-binary @- $API/projections").getLast());
      assertThat(misspelt.get("detail")).isEqualTo(json(shell.shown(2).replace(", …}", "}")).get("detail"));
      JsonNode steps = json(shell.next().getLast());
      assertThat(steps).hasSize(2);
      assertThat(steps.get(1).get("cells").toString()).isEqualTo("["
          + "{\"businessLine\":\"deli\",\"weekday\":1,\"currency\":\"USD\",\"spend\":\"4.00\",\"lines\":1},"
          + "{\"businessLine\":\"deli\",\"weekday\":7,\"currency\":\"USD\",\"spend\":\"2.50\",\"lines\":1}]");
      JsonNode sample = json(shell.next().getLast());
      assertThat(sample.get("refusals")).isEmpty();
      assertThat(sample.get("orderDependent").asInt()).isZero();
      assertThat(json(shell.next().getFirst()).get("state").asString()).isIn("rebuilding", "comparing");
      awaitView("spend-by-weekday", view -> view.get("state").asString().equals("comparing"));
      List<String> swapped = shell.next();
      assertThat(json(swapped.get(0)).get("against").isNull()).isTrue();
      assertThat(json(swapped.get(1)).get("state").asString()).isEqualTo("live");
      assertThat(spend(swapped.get(2))).isGreaterThanOrEqualTo(new BigDecimal("6.50"));

      shell.type("ask -H 'Content-Type: application/yaml' --data-binary"
          + " @docs/tutorials/first-projection/spend-by-weekday-2.yaml $API/projections");
      shell.type("ask -X POST $API/projections/spend-by-weekday/backfill");
      awaitView("spend-by-weekday", view -> view.get("state").asString().equals("comparing"));
      assertThat(json(shell.type("ask $API/projections/spend-by-weekday/comparison").getLast()).get("extra").asInt())
          .isPositive();
      assertThat(
          json(shell.type("ask -X POST $API/projections/spend-by-weekday/swap").getLast()).get("version").asInt())
          .isEqualTo(2);
      assertThat(json(shell.next().getLast()).get("version").asInt()).isEqualTo(1);
      assertThat(shell.isThrough()).isTrue();
    }
  }

  @Test
  void rebuild_without_fear() throws IOException {
    try (TutorialShell shell = shell("rebuild-without-fear.md")) {
      assertThat(shell.next()).isEmpty();
      List<String> names = new ArrayList<>();
      json(shell.next().getLast()).forEach(view -> names.add(view.get("name").asString()));
      assertThat(names).contains("points", "portrait", "tier");
      assertThat(json(shell.next().getLast())).allMatch(view -> names.contains(view.get("name").asString()))
          .isNotEmpty();
      assertThat(json(shell.next().getLast())).hasSize(2);
      assertThat(json(shell.next().getLast()).get("name").asString()).isEqualTo("points");
      awaitView("points",
          view -> view.get("state").asString().equals("live") && !view.get("standby").isNull());
      assertThat(shell.isThrough()).isTrue();
    }
  }

  private TutorialShell shell(String tutorial) throws IOException {
    return new TutorialShell(tutorial, process.url(), home, desk);
  }

  private static String purchase(String id, String time, String line) {
    return """
        {"specversion":"1.0","id":"%s","source":"/shop","type":"purchase.made","subject":"1","time":"%s",
         "data":{"purchaseId":"S-%s","currency":"USD","lines":[{"businessLine":%s}]}}""".formatted(id, time, id, line);
  }

  private static Map<String, Long> points(String answer) {
    Map<String, Long> points = new TreeMap<>();
    json(answer).properties().stream().filter(member -> member.getValue().isIntegralNumber())
        .forEach(member -> points.put(member.getKey(), member.getValue().asLong()));
    return points;
  }

  private static BigDecimal spend(String page) {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode row : json(page).get("items")) {
      sum = sum.add(new BigDecimal(row.get("spend").asString()));
    }
    return sum;
  }

  private static void awaitView(String name, Predicate<JsonNode> as) {
    Awaitility.await().atMost(LONG).until(() -> as.test(process.read("analyst", PROJECTIONS + "/" + name)));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
