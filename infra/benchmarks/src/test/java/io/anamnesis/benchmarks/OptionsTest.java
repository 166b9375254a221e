package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void a_workload_alone_is_run_as_usual() {
    Options options = Options.parse("W3");

    assertThat(options.extent()).isEqualTo(new Extent(7, Duration.ofSeconds(3), 1_000_000));
    assertThat(options.out()).isEmpty();
    assertThat(options.command()).isEqualTo("infra/benchmark W3 --rounds 7 --seconds 3 --events 1000000");
  }

  @Test
  void words_change_what_is_usual_in_any_order() {
    Options options = Options.parse("W9", "--events", "5000", "--out", "w9.md", "--seconds", "1", "--rounds", "4");

    assertThat(options.extent()).isEqualTo(new Extent(4, Duration.ofSeconds(1), 5_000));
    assertThat(options.out()).contains(Path.of("w9.md"));
  }

  @Test
  void the_command_names_no_events_where_there_is_no_choice() {
    assertThat(Options.parse("W1").command()).isEqualTo("infra/benchmark W1 --rounds 7 --seconds 3");
  }

  @Test
  void what_cannot_be_run_is_refused_in_words() {
    assertThatIllegalArgumentException().isThrownBy(Options::parse).withMessage("A workload is missing.");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W0")).withMessageContaining("'W0'");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W1", "--round"))
        .withMessageContaining("'--round'");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W1", "--rounds"))
        .withMessageContaining("missing");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W1", "--rounds", "0"));
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W1", "--rounds", "many"));
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W1", "--events", "5000"))
        .withMessageContaining("--events");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W3", "--events", "999"));
  }

  @Test
  void commands_are_run_on_no_more_accounts_than_are_cached() {
    assertThat(Options.parse("W2", "--events", "2500000").extent().events()).isEqualTo(2_500_000);
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("W2", "--events", "2500001"))
        .withMessage("--events of W2 is 2500000 or less.");
  }
}
