package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole process is killed while it makes the report of a day: the day is signed once, and is what it would have been. */
class ReconciliationKillTest {
  private static final String PATH = "/api/v1/audit/reconciliation";
  private static final int FACTS = 40_000;
  private static final int KILLS = 4;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void kills_in_the_middle_leave_the_day_signed_once_and_whole(@TempDir Path temporary) throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    Map<String, String> noon = zone(LocalTime.NOON, Instant.now());
    Instant told;
    try (RunningProcess process = RunningProcess.start(folder, noon)) {
      for (int part = 0; part < 4; part++) {
        assertThat(process.post("staff", "/api/v1/facts", "application/x-ndjson", costs(part)).statusCode())
            .isEqualTo(200);
      }
      told = Instant.now();
      assertThat(process.read("auditor", PATH).path("items")).isEmpty();
    }
    // Another zone, in which the day was over just after the last fact was told.
    Map<String, String> midnight = zone(LocalTime.MIDNIGHT, told.plusSeconds(1));
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = RunningProcess.launch(folder, midnight, "--port", "0");
      CompletableFuture.runAsync(() -> process.destroyForcibly().onExit().join(),
          CompletableFuture.delayedExecutor(3_000 + random.nextInt(5_000), TimeUnit.MILLISECONDS)).join();
    }
    try (RunningProcess last = RunningProcess.start(folder, midnight)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> !last.read("auditor", PATH).path("items").isEmpty());
      JsonNode days = last.read("auditor", PATH).path("items");
      LocalDate first = LocalDate.parse(days.path(days.size() - 1).path("date").asString());
      JsonNode day = last.read("auditor", PATH + "?date=" + first);
      assertThat(day.at("/positions/first").asLong()).as("seed %d", seed).isOne();
      assertThat(day.at("/report/facts/count").asLong()).as("seed %d: %s", seed, days).isEqualTo(FACTS);
      assertThat(day.at("/report/money/0/told").asString()).isEqualTo(FACTS * 25 / 100 + ".00");
      assertThat(days).extracting(one -> one.path("date").asString()).doesNotHaveDuplicates();
    }
  }

  /** One whose clocks show a time at an instant. */
  private static Map<String, String> zone(LocalTime time, Instant at) {
    int seconds = time.toSecondOfDay() - at.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
    int day = (int) Duration.ofDays(1).toSeconds();
    int most = ZoneOffset.MAX.getTotalSeconds();
    int shift = seconds < -most ? seconds + day : seconds;
    return Map.of("ANAMNESIS_RECONCILIATION_ZONE", ZoneOffset.ofTotalSeconds(shift).getId());
  }

  private static String costs(int part) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < FACTS / 4; i++) {
      lines.add(
          "{\"specversion\":\"1.0\",\"id\":\"K-%d\",\"source\":\"/till\",\"type\":\"cost.booked\",\"subject\":\"site:s\",\"time\":\"2026-01-01T00:00:00Z\",\"data\":{\"amount\":\"0.25\",\"currency\":\"CNY\"}}"
              .formatted(part * FACTS + i));
    }
    return String.join("\n", lines);
  }
}
