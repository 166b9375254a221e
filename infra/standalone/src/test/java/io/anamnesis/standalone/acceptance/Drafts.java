package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.loyalty.Programme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Programmes as a hospital writes them: the one that comes with the product, changed here and there. */
final class Drafts {
  static final String PATH = "/api/v1/loyalty/programmes";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Drafts() {}

  static ObjectNode of(String version) {
    try (InputStream json =
        Objects.requireNonNull(Programme.class.getResourceAsStream("default-programme.json"))) {
      return ((ObjectNode) JSON.readTree(json)).put("version", version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode rule(ObjectNode draft, String name) {
    for (JsonNode rule : draft.get("rules")) {
      if (rule.get("name").asString().equals(name)) {
        return (ObjectNode) rule;
      }
    }
    throw new AssertionError("no rule " + name);
  }

  static Answer post(Client admin, ObjectNode draft, String... headers) {
    return admin.post(PATH, "application/json", BodyPublishers.ofString(draft.toString()), headers);
  }

  static Answer publish(Client admin, String version, String body) {
    return admin.post(PATH + "/" + version + "/publish", "application/json", BodyPublishers.ofString(body));
  }

  /** The outcome of a trial of a stored version. */
  static JsonNode tried(Client admin, String version) {
    Answer begun = admin.post(PATH + "/" + version + "/what-if", "application/json", BodyPublishers.noBody());
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    JsonNode done = await().atMost(Duration.ofSeconds(60)).until(() -> admin.read(begun.header("Location")),
        trial -> !List.of("waiting", "running").contains(trial.get("state").asString()));
    assertThat(done.get("state").asString()).isEqualTo("done");
    assertThat(done.get("progress").asDouble()).isEqualTo(1);
    return done.get("result");
  }
}
