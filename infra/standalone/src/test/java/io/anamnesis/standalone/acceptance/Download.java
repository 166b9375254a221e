package io.anamnesis.standalone.acceptance;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file that came back. */
record Download(HttpResponse<byte[]> response) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  int status() {
    return response.statusCode();
  }

  byte[] bytes() {
    return response.body();
  }

  String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonNode manifest() {
    return JSON.readTree(header("Manifest"));
  }
}
