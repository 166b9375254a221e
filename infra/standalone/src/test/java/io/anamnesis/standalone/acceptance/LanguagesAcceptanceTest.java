package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** I7: zh-CN by default, en by Accept-Language; codes are never translated. */
@ParameterizedClass
@EnumSource(Deployment.class)
class LanguagesAcceptanceTest {
  @Parameter
  private Deployment deployment;

  @Test
  void the_timeline_speaks_the_readers_language() {
    String customer = someone();
    Client client = deployment.client();
    client.record(visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    String path = "/api/v1/customers/" + customer + "/timeline";
    JsonNode chinese = client.read(path).get("items");
    JsonNode english = client.read(path, "Accept-Language", "en").get("items");
    assertThat(chinese.findValuesAsString("summary").toString()).containsPattern("[\\u4e00-\\u9fff]");
    assertThat(english.findValuesAsString("summary").toString()).doesNotContainPattern("[\\u4e00-\\u9fff]");
    assertThat(chinese.findValuesAsString("type")).isEqualTo(english.findValuesAsString("type"));
  }

  @Test
  void problems_speak_the_readers_language_and_keep_their_codes() {
    Client client = deployment.client();
    String path = "/api/v1/customers/" + someone() + "/points";
    JsonNode chinese = client.get(path).json();
    JsonNode english = client.get(path, "Accept-Language", "en").json();
    assertThat(chinese.get("title").asString()).containsPattern("[\\u4e00-\\u9fff]");
    assertThat(english.get("title").asString()).doesNotContainPattern("[\\u4e00-\\u9fff]");
    assertThat(chinese.get("type")).isEqualTo(english.get("type"));
  }

  @Test
  void benefits_are_told_in_words_and_named_by_code() {
    String customer = someone();
    Client client = deployment.client();
    client.record(purchase(customer, "P-1", "2026-03-01T02:00:00Z", line("postpartum", "1000")),
        fact(customer, "signin.made", "2026-03-01T02:00:00Z", Map.of()));
    String path = "/api/v1/customers/" + customer + "/tier";
    assertThat(client.read(path).get("benefits").toString()).contains("95折");
    assertThat(client.read(path, "Accept-Language", "en").get("benefits").toString()).contains("5% discount");
  }
}
