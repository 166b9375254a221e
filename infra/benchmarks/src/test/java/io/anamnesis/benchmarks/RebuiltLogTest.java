package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.benchmarks.RebuiltLog.Built;
import java.util.List;
import org.junit.jupiter.api.Test;

class RebuiltLogTest {
  private static final Built PRODUCT = new Built(Rebuilds.NAME, 1_000, "6 views, 500 rows", "≥ 0.67", "");
  private static final Built PEER = new Built("peer", 50, "1 view", "", "≥ 100");

  @Test
  void a_peer_is_beaten_as_often_as_the_ratios_to_the_controls_next_to_each_say() {
    // In events/s it is 160 times: the machine was twice as fast when the peer was measured.
    RebuiltLog log = new RebuiltLog(10, "COPY",
        new Series(List.of(round(Rebuilds.NAME, 100, 80), round("peer", 200, 0.5))), List.of(PRODUCT, PEER));

    assertThat(RebuiltLog.tables(List.of(log))).contains("| 10 | peer | 320 | ≥ 100 |");
  }

  @Test
  void what_each_has_built_stands_beside_its_rate() {
    RebuiltLog log = new RebuiltLog(1, "COPY",
        new Series(List.of(round(Rebuilds.NAME, 100, 80), round("peer", 100, 1))), List.of(PRODUCT, PEER));

    assertThat(RebuiltLog.tables(List.of(log)))
        .contains("| 1 | Anamnesis | 100 | 80 | 0.80 [0.80..0.80] | ≥ 0.67 | 5 | 7 | 1 | 0 |",
            "| 1 | Anamnesis | 1000 | 6 views, 500 rows |", "| 1 | peer | 50 | 1 view |")
        .noneMatch(line -> line.startsWith("| 1 | Anamnesis | 1 |"));
  }

  private static Round round(String subject, double control, double perSecond) {
    Measurement limit = new Measurement(control, 5);
    return new Round(subject, limit, new Measurement(perSecond, 7), limit);
  }
}
