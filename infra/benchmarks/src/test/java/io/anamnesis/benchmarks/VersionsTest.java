package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionsTest {

  @Test
  void each_peer_has_a_version() {
    assertThat(Versions.axon()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(Versions.pgjdbc()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(Versions.pekkoJdbc()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(NodePackages.versions()).matches("emmett-postgresql [\\d.]+, message-db [\\d.]+");
  }
}
