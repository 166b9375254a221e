package io.anamnesis.query.insight.report.delivery;

import static io.anamnesis.query.insight.report.delivery.WebhookTargets.Fault.MORE_THAN_A_PATH;
import static io.anamnesis.query.insight.report.delivery.WebhookTargets.Fault.NOT_ALLOWED;
import static io.anamnesis.query.insight.report.delivery.WebhookTargets.Fault.NO_URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTargetsTest {
  private final WebhookTargets unconfigured = WebhookTargets.of(List.of());
  private final WebhookTargets named =
      WebhookTargets.of(List.of("https://hooks.example.org", "http://relay.internal:8080"));

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/x", "http://localhost:9000/x", "https://[::1]:8443/x"})
  void without_configuration_this_machine_alone_is_reached(String url) {
    assertThat(unconfigured.fault(url)).isEmpty();
    assertThat(named.fault(url)).contains(NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://hooks.example.org/x", "http://10.0.0.1/x", "http://169.254.169.254/latest/meta-data",
      "http://127.0.0.1.example.org/x", "http://[::ffff:10.0.0.1]/x", "http://2130706433/x", "http://0.0.0.0/x",
      "http://localhost.example.org/x"})
  void without_configuration_nothing_else_is(String url) {
    assertThat(unconfigured.fault(url)).contains(NOT_ALLOWED);
  }

  @Test
  void with_it_exactly_the_origins_that_it_names_are_reached() {
    assertThat(named.fault("https://hooks.example.org/a/b")).isEmpty();
    assertThat(named.fault("https://HOOKS.example.org:443/a")).isEmpty();
    assertThat(named.fault("http://relay.internal:8080/")).isEmpty();
    for (String other : List.of("http://hooks.example.org/a", "https://hooks.example.org:8443/a",
        "https://relay.internal:8080/", "http://relay.internal/", "https://hooks.example.org.evil.example/a")) {
      assertThat(named.fault(other)).as(other).contains(NOT_ALLOWED);
    }
  }

  @Test
  void what_may_hold_a_secret_is_refused() {
    for (String url : List.of("https://hooks.example.org/a?key=1", "https://me:pw@hooks.example.org/",
        "https://hooks.example.org/#a")) {
      assertThat(named.fault(url)).as(url).contains(MORE_THAN_A_PATH);
    }
  }

  @Test
  void what_is_no_url_of_http_is_refused() {
    for (String url : List.of("", "hooks.example.org", "ftp://hooks.example.org/", "file:///etc/passwd", "http:///x",
        "http://a b/", "https://hooks.example.org/" + "a".repeat(500))) {
      assertThat(named.fault(url)).as(url).contains(NO_URL);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> WebhookTargets.of(List.of("hooks.example.org")));
  }
}
