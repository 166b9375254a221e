package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole process is killed while it makes and delivers a report: it is made once, and reaches its receiver. */
class ReportKillTest {
  private static final String REPORTS = "/api/v1/reports";
  private static final int KILLS = 4;
  /** Within this time after an order a report is made, kept, sent and recorded as delivered. */
  private static final int BUSY_MILLIS = 150;
  private static final Duration SOON = Duration.ofMinutes(1);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void a_kill_at_any_step_leaves_one_run_for_each_order_and_a_receiver_that_can_tell_repeats(@TempDir Path temporary)
      throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    try (Receiver receiver = new Receiver()) {
      RunningProcess process = RunningProcess.start(folder);
      try {
        define(process, receiver);
        for (int order = 1; order <= KILLS; order++) {
          assertThat(process.post("analyst", REPORTS + "/killed/runs", "application/json", "").statusCode())
              .isEqualTo(202);
          CompletableFuture.runAsync(process::kill, CompletableFuture
              .delayedExecutor(random.nextInt(BUSY_MILLIS), TimeUnit.MILLISECONDS)).join();
          process = RunningProcess.start(folder);
          awaitDelivered(process, order);
        }
        List<JsonNode> runs = items(process.read("analyst", REPORTS + "/killed/runs"));
        assertThat(runs).as("one run an order, seed %s", seed).hasSize(KILLS);
        receiverHasEachRunUnderOneId(receiver);
      } finally {
        process.close();
      }
    }
  }

  private static void define(RunningProcess process, Receiver receiver) throws IOException {
    String definition = """
        report: killed
        projection: volumes
        format: csv
        schedule: {cron: "0 0 1 1 *"}
        recipients: {webhooks: ["%s/killed"]}
        """.formatted(receiver.origin());
    assertThat(process.post("analyst", REPORTS, "application/yaml", definition).statusCode()).isEqualTo(201);
  }

  private static void awaitDelivered(RunningProcess process, int number) {
    await().atMost(SOON).until(() -> {
      List<JsonNode> deliveries = items(process.read("analyst", REPORTS + "/killed/deliveries"));
      return deliveries.size() == number
          && deliveries.stream().allMatch(one -> one.path("state").asString().equals("delivered"));
    });
  }

  private static void receiverHasEachRunUnderOneId(Receiver receiver) {
    Set<String> ids = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    for (Receiver.Parcel parcel : receiver.received("/killed")) {
      ids.add(parcel.header("webhook-id"));
      numbers.add(parcel.header("Report-Run"));
    }
    assertThat(numbers).containsExactlyInAnyOrderElementsOf(
        IntStream.rangeClosed(1, KILLS).mapToObj(Integer::toString).toList());
    assertThat(ids).hasSize(KILLS);
  }

  private static List<JsonNode> items(JsonNode page) {
    return page.path("items").valueStream().toList();
  }
}
