package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.importer.DemoCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The demo hospital as a user loads it, with nobody else's customers beside; loaded once for all tests. */
final class DemoHospital {
  private static @Nullable OwnDeployment loaded;

  private DemoHospital() {}

  static synchronized OwnDeployment inOneProcess() {
    if (loaded == null) {
      loaded = new OwnDeployment(Deployment.ONE_PROCESS);
      load(loaded.client("app"));
    }
    return loaded;
  }

  static void load(Client client) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status = new DemoCommand(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, Clock.systemUTC())
        .run(List.of("--url", client.commands().toString(), "--token", TestTokens.token("app")));
    assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** Where the log ends, told by a fact from which nothing follows; later reads of this client wait for it. */
  static long probe(Client client) {
    return client
        .record(Facts.fact(Facts.someone(), "content.viewed", Instant.now().toString(), Map.of("content", "A-1")))
        .get("position").asLong();
  }

  /** Waits until a read that wants all of it is answered: policies have some fifty thousand decisions to take. */
  static void awaitDecided(Client client, List<String> reads) {
    Awaitility.await().atMost(5, TimeUnit.MINUTES).pollInterval(Duration.ofMillis(100))
        .until(() -> reads.stream().allMatch(path -> client.get(path).status() == 200));
  }
}
