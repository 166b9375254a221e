package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole process is killed while facts come in: nothing acknowledged is lost, nothing is there twice, no look is forgotten. */
class KillTest {
  private static final int CUSTOMERS = 20;
  private static final int FACTS = 1_500;
  private static final int BATCH = 50;
  private static final int KILLS = 5;
  private static final String NDJSON = "application/x-ndjson";
  private static final Duration CATCHING_UP = Duration.ofMinutes(2);
  private static final Set<String> DECIDED = Set.of("loyalty.points-earned", "loyalty.points-not-earned");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<String> facts = facts();
  /** Looks that were answered, by customer. */
  private final Map<String, Integer> looks = new TreeMap<>();

  @Test
  void five_kills_lose_nothing_double_nothing_and_leave_views_that_a_rebuild_gives_again(@TempDir Path temporary)
      throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    RunningProcess process = RunningProcess.start(folder);
    try {
      List<Integer> killedAt = random.ints(1, FACTS / BATCH).distinct().limit(KILLS).boxed().toList();
      List<CompletableFuture<Void>> kills = new ArrayList<>();
      for (int batch = 0; batch < FACTS / BATCH; batch++) {
        if (killedAt.contains(batch)) {
          kills.add(killSoon(process));
        }
        while (!isAcknowledged(process, batch)) {
          process = RunningProcess.start(folder);
        }
        look(process, "K-" + random.nextInt(CUSTOMERS));
      }
      // The last one may come when all is acknowledged.
      kills.forEach(CompletableFuture::join);
      if (!process.isAlive()) {
        process = RunningProcess.start(folder);
      }
      nothingIsLostAndNothingDoubled(process);
      whoeverWasAnsweredIsInTheLogOfReads(process);
      aRebuildGivesTheSameViews(process);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    } finally {
      process.close();
    }
  }

  private void look(RunningProcess process, String customer) {
    try {
      process.get("app", "/api/v1/customers/" + customer + "/referrals");
      looks.merge(customer, 1, Integer::sum);
    } catch (IOException killed) {
      // Nobody was answered.
    }
  }

  private void whoeverWasAnsweredIsInTheLogOfReads(RunningProcess process) throws IOException {
    for (Map.Entry<String, Integer> look : looks.entrySet()) {
      List<String> paths =
          process.read("auditor", "/api/v1/audit/reads?limit=500&reader=demo-app&customer=" + look.getKey())
              .get("items")
              .findValuesAsString("path");
      assertThat(paths).as("of " + look.getKey())
          .filteredOn("/api/v1/customers/{customer}/referrals"::equals).hasSizeGreaterThanOrEqualTo(look.getValue());
    }
  }

  private CompletableFuture<Void> killSoon(RunningProcess process) {
    return CompletableFuture.runAsync(process::kill,
        CompletableFuture.delayedExecutor(random.nextInt(120), TimeUnit.MILLISECONDS));
  }

  /** Sent again after a restart, what was in already counts as a duplicate. */
  private boolean isAcknowledged(RunningProcess process, int batch) {
    try {
      HttpResponse<String> answer = send(process, facts.subList(batch * BATCH, (batch + 1) * BATCH));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode account = JsonMapper.shared().readTree(answer.body());
      assertThat(account.path("accepted").asInt() + account.path("duplicates").asInt()).isEqualTo(BATCH);
      return true;
    } catch (IOException killed) {
      return false;
    }
  }

  private static HttpResponse<String> send(RunningProcess process, List<String> lines) throws IOException {
    return process.post("app", "/api/v1/facts", NDJSON, String.join("\n", lines) + "\n");
  }

  private void nothingIsLostAndNothingDoubled(RunningProcess process) throws IOException {
    HttpResponse<String> again = send(process, facts);
    assertThat(JsonMapper.shared().readTree(again.body()).path("duplicates").asInt()).as("all were in")
        .isEqualTo(FACTS);
    awaitAllThatFollowsFrom(again, process);

    expectedTimes().forEach((customer, times) -> {
      List<JsonNode> history = history(process, customer);
      List<String> recorded = values(history, "occurredAt", event -> event.path("stream").isNull());
      List<String> causes = values(history, "causedBy", event -> DECIDED.contains(event.path("type").asString()));
      assertThat(recorded).as("each fact once, in order").isEqualTo(times);
      assertThat(causes).as("one decision a cause").doesNotHaveDuplicates();
      assertThat(causes).as("facts of these types all earn, or are told why not").hasSize(times.size());
    });
  }

  /** The answer's token stands for its facts and for all that the system itself derives from them. */
  private static void awaitAllThatFollowsFrom(HttpResponse<String> write, RunningProcess process) {
    String token = write.headers().firstValue("Consistency-Token").orElseThrow();
    Awaitility.await().atMost(CATCHING_UP).until(() -> process
        .get("app", "/api/v1/customers/K-0/points", "Consistency-Token", token, "Prefer", "wait=10")
        .statusCode() == 200);
  }

  private Map<String, List<String>> expectedTimes() {
    Map<String, List<String>> expected = new HashMap<>();
    for (String fact : facts) {
      JsonNode json = JsonMapper.shared().readTree(fact);
      expected.computeIfAbsent(json.path("subject").asString(), subject -> new ArrayList<>())
          .add(json.path("time").asString());
    }
    return expected;
  }

  private static List<String> values(List<JsonNode> events, String member, Predicate<JsonNode> which) {
    return events.stream().filter(which).map(event -> event.path(member).asString()).toList();
  }

  private void aRebuildGivesTheSameViews(RunningProcess process) throws IOException {
    settled(process);
    Map<String, JsonNode> live = answers(process);
    for (JsonNode view : process.read("analyst", "/api/v1/projections")) {
      String name = view.path("name").asString();
      HttpResponse<String> asked = process.post("analyst", "/api/v1/projections/" + name + "/rebuild", "*/*", "");
      assertThat(asked.statusCode()).isEqualTo(202);
    }
    settled(process);

    assertThat(answers(process)).isEqualTo(live);
  }

  /** Every view live, with nothing left to read, and it stays so. */
  private static void settled(RunningProcess process) {
    Awaitility.await().atMost(CATCHING_UP).during(Duration.ofMillis(500)).until(() -> {
      JsonNode views = process.read("analyst", "/api/v1/projections");
      boolean live = !views.isEmpty();
      for (JsonNode view : views) {
        live &= view.path("state").asString().equals("live") && view.path("lag").asLong() == 0;
      }
      return live;
    });
  }

  private static Map<String, JsonNode> answers(RunningProcess process) throws IOException {
    Map<String, JsonNode> answers = new TreeMap<>();
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      for (String view : List.of("points", "points/ledger?limit=500", "tier", "trajectory?by=month", "portrait")) {
        String path = "/api/v1/customers/K-" + customer + "/" + view;
        answers.put(path, process.read("app", path));
      }
    }
    return answers;
  }

  private static List<JsonNode> history(RunningProcess process, String customer) {
    try {
      return process.get("auditor", "/api/v1/audit/customers/" + customer + "/history").body().lines()
          .map(line -> JsonMapper.shared().readTree(line)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> facts() {
    List<String> made = new ArrayList<>();
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < FACTS; i++) {
      String data = switch (i % 3) {
        case 0 -> "\"type\":\"signin.made\",\"data\":{\"channel\":\"app\"}";
        case 1 ->
          "\"type\":\"purchase.made\",\"data\":{\"purchaseId\":\"P-%d\",\"currency\":\"CNY\",\"site\":\"s\",\"lines\":[{\"amount\":\"%d.90\"}]}"
              .formatted(i, 10 + random.nextInt(500));
        default -> "\"type\":\"visit.completed\",\"data\":{\"visitId\":\"V-%d\",\"kind\":\"outpatient\"}".formatted(i);
      };
      made.add("{\"specversion\":\"1.0\",\"id\":\"F-%d\",\"source\":\"/kill\",\"subject\":\"K-%d\",\"time\":\"%s\",%s}"
          .formatted(i, random.nextInt(CUSTOMERS), start.plusSeconds(i * 60L), data));
    }
    return made;
  }
}
