package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back. */
record Answer(HttpResponse<String> response) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  int status() {
    return response.statusCode();
  }

  String body() {
    return response.body();
  }

  JsonNode json() {
    return JSON.readTree(response.body());
  }

  /** The lines of an NDJSON answer. */
  List<JsonNode> lines() {
    return response.body().lines().filter(line -> !line.isBlank()).map(line -> (JsonNode) JSON.readTree(line)).toList();
  }

  /** The code of a problem, of this status or the test fails. */
  static String problem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    String code = answer.json().get("code").asString();
    assertThat(answer.json().get("type").asString()).isEqualTo("/problems/" + code);
    return code;
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
