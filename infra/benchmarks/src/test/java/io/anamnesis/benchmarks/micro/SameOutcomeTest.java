package io.anamnesis.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.benchmarks.micro.FoldBenchmark.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared does the same. */
class SameOutcomeTest {

  @ParameterizedTest
  @EnumSource
  void a_payload_is_decoded_alike(Payload payload) {
    var benchmark = new CodecBenchmark();
    benchmark.of = payload;

    assertThat(benchmark.decode()).isEqualTo(benchmark.decodeByDatabind());
  }

  @Test
  void metadata_is_decoded_alike() {
    var benchmark = new CodecBenchmark.OfMetadata();

    assertThat(benchmark.decode()).isEqualTo(benchmark.decodeByDatabind());
  }

  @ParameterizedTest
  @EnumSource
  void a_life_is_folded_alike_and_leaves_a_trace(View view) {
    var benchmark = new FoldBenchmark();
    benchmark.of = view;

    assertThat(benchmark.decodeAndFold()).isEqualTo(benchmark.decodeByDatabindAndFold()).isEqualTo(benchmark.fold());
    assertThat(benchmark.fold().toString()).contains("149");
  }
}
