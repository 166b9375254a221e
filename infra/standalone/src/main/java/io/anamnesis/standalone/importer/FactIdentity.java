package io.anamnesis.standalone.importer;

import tools.jackson.databind.JsonNode;

/** What a fact is known by. */
record FactIdentity(String source, String id) {
  static FactIdentity of(Fact fact) {
    JsonNode json = fact.json();
    return new FactIdentity(json.path("source").asString(), json.path("id").asString());
  }
}
