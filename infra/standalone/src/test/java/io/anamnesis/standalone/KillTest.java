package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole process is killed while facts come in: nothing acknowledged is lost, nothing is there twice. */
class KillTest {
  private static final int CUSTOMERS = 20;
  private static final int FACTS = 3_000;
  private static final int BATCH = 100;
  private static final int KILLS = 5;
  private static final String NDJSON = "application/x-ndjson";
  private static final Duration CATCHING_UP = Duration.ofSeconds(60);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<String> facts = facts();

  @Test
  void five_kills_lose_nothing_double_nothing_and_leave_views_that_a_rebuild_gives_again(@TempDir Path temporary)
      throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    RunningProcess process = RunningProcess.start(folder);
    try {
      List<Integer> killedAt = random.ints(1, FACTS / BATCH).distinct().limit(KILLS).boxed().toList();
      for (int batch = 0; batch < FACTS / BATCH; batch++) {
        if (killedAt.contains(batch)) {
          killSoon(process);
        }
        while (!isAcknowledged(process, batch)) {
          process = RunningProcess.start(folder);
        }
      }
      nothingIsLostAndNothingDoubled(process);
      aRebuildGivesTheSameViews(process);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    } finally {
      process.close();
    }
  }

  private void killSoon(RunningProcess process) {
    CompletableFuture.runAsync(process::kill,
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
    JsonNode again = JsonMapper.shared().readTree(send(process, facts).body());
    assertThat(again.path("duplicates").asInt()).as("all were in").isEqualTo(FACTS);

    Map<String, List<String>> expected = new HashMap<>();
    for (String fact : facts) {
      JsonNode json = JsonMapper.shared().readTree(fact);
      expected.computeIfAbsent(json.path("subject").asString(), subject -> new ArrayList<>())
          .add(Instant.parse(json.path("time").asString()).toString());
    }
    settled(process);
    for (String customer : expected.keySet()) {
      List<JsonNode> history = history(process, customer);
      List<JsonNode> factsOnly = history.stream().filter(event -> event.path("stream").isNull()).toList();
      List<JsonNode> awards =
          history.stream().filter(event -> event.path("type").asString().equals("loyalty.points-earned")).toList();

      assertThat(factsOnly).extracting(event -> event.path("occurredAt").asString()).as("each once, in order")
          .isEqualTo(expected.get(customer));
      assertThat(awards).extracting(event -> event.path("causedBy").asString()).as("one award a cause")
          .doesNotHaveDuplicates();
      assertThat(awards).as("every fact of these types earns").hasSameSizeAs(factsOnly);
    }
  }

  private void aRebuildGivesTheSameViews(RunningProcess process) throws IOException {
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

  private static List<JsonNode> history(RunningProcess process, String customer) throws IOException {
    return process.get("auditor", "/api/v1/audit/customers/" + customer + "/history").body().lines()
        .map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private List<String> facts() {
    List<String> made = new ArrayList<>();
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < FACTS; i++) {
      String data = switch (i % 3) {
        case 0 -> "\"type\":\"signin.made\",\"data\":{\"channel\":\"app\"}";
        case 1 -> "\"type\":\"purchase.made\",\"data\":{\"purchaseId\":\"P-%d\",\"currency\":\"CNY\",\"site\":\"s\",\"lines\":[{\"amount\":\"%d.90\"}]}"
            .formatted(i, 10 + random.nextInt(500));
        default -> "\"type\":\"visit.completed\",\"data\":{\"visitId\":\"V-%d\",\"kind\":\"outpatient\"}".formatted(i);
      };
      made.add("{\"specversion\":\"1.0\",\"id\":\"F-%d\",\"source\":\"/kill\",\"subject\":\"K-%d\",\"time\":\"%s\",%s}"
          .formatted(i, random.nextInt(CUSTOMERS), start.plusSeconds(i * 60L), data));
    }
    return made;
  }
}
