package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.standalone.folder.DataFolder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole process is killed while it books the balances of an older system: each is booked, and once. */
class OpeningKillTest {
  private static final String BATCH = "/api/v1/loyalty/opening-balances/old-crm";
  private static final String NDJSON = "application/x-ndjson";
  private static final int CUSTOMERS = 3_000;
  private static final int KILLS = 4;
  private static final Duration SOON = Duration.ofMinutes(2);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void kills_in_the_middle_leave_each_balance_booked_once_and_the_whole_reconciled(@TempDir Path temporary)
      throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    RunningProcess process = RunningProcess.start(folder);
    try {
      assertThat(process.post("app", "/api/v1/facts", NDJSON, customers()).statusCode()).isEqualTo(200);
      HttpResponse<String> uploaded = process.post("staff", "/api/v1/loyalty/opening-balances", NDJSON, batch());
      assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
      List<Integer> seen = new ArrayList<>();
      approve(process);
      for (int kill = 0; kill < KILLS; kill++) {
        CompletableFuture
            .runAsync(process::kill, CompletableFuture.delayedExecutor(random.nextInt(150), TimeUnit.MILLISECONDS))
            .join();
        process = RunningProcess.start(folder);
        // Whoever never learned whether it was approved asks again.
        approve(process);
        seen.add(booked(process));
      }
      RunningProcess last = process;
      await().atMost(SOON).until(() -> booked(last) == CUSTOMERS);
      JsonNode report = process.read("auditor", BATCH + "/reconciliation");
      assertThat(report.path("reconciled").asBoolean()).as("seed %s, seen %s: %s", seed, seen, report).isTrue();
      assertThat(report.path("points").asLong()).isEqualTo(total());
      assertThat(seen).as("progress is never lost").isSorted();
      for (int customer : List.of(1, 2, CUSTOMERS / 2, CUSTOMERS)) {
        JsonNode ledger = process.read("staff", "/api/v1/customers/K-" + customer + "/points/ledger").path("items");
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.get(0).path("points").asLong()).isEqualTo(customer);
      }
    } finally {
      process.close();
    }
  }

  private static void approve(RunningProcess process) throws IOException {
    HttpResponse<String> approved =
        process.post(RunningProcess.APPROVER, BATCH + "/approve", "application/json", "{}");
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
  }

  private static int booked(RunningProcess process) throws IOException {
    return JsonMapper.shared().readTree(process.get("staff", BATCH).body()).path("booked").asInt();
  }

  private static String customers() {
    List<String> lines = new ArrayList<>();
    for (int customer = 1; customer <= CUSTOMERS; customer++) {
      lines.add(
          "{\"specversion\":\"1.0\",\"id\":\"R-%d\",\"source\":\"/old\",\"type\":\"customer.registered\",\"subject\":\"K-%d\",\"time\":\"2026-01-01T00:00:00Z\",\"data\":{}}"
              .formatted(customer, customer));
    }
    return String.join("\n", lines);
  }

  private static String batch() {
    Instant expires = Instant.now().plus(100, ChronoUnit.DAYS);
    List<String> lines = new ArrayList<>();
    lines.add("{\"reference\":\"old-crm\",\"system\":\"old CRM\",\"total\":%d}".formatted(total()));
    for (int customer = 1; customer <= CUSTOMERS; customer++) {
      lines.add(
          "{\"customer\":\"K-%d\",\"total\":%d,\"lots\":[{\"points\":%d,\"earnedAt\":\"2025-06-01T00:00:00Z\",\"expiresAt\":\"%s\"}]}"
              .formatted(customer, customer, customer, expires));
    }
    return String.join("\n", lines);
  }

  private static long total() {
    return CUSTOMERS * (CUSTOMERS + 1L) / 2;
  }
}
