package io.anamnesis.query.audit.bundle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.query.reading.TypeTitles;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;

/** What a bundle says to a person, in one language. */
record BundleWords(Messages messages, Language language, String customer, boolean masked) {
  private static final String[] PLAIN =
      {"title", "previous", "next", "payload", "states", "before", "after", "unchanged", "whole"};
  private static final String[] FIELDS = {"position", "eventId", "type", "revision", "stream", "seq", "subject",
      "occurredAt", "recordedAt", "actor", "causedBy"};

  String readme(Checkpoint checkpoint) {
    return Page.filled(Page.resource("README_" + language.tag() + ".txt"),
        Map.of("origin", checkpoint.origin(), "size", Long.toString(checkpoint.size()), "time",
            checkpoint.time().toString(), "customer", customer, "sight", sight()));
  }

  /**
   * JSON for the page's script.
   *
   * @param events how many there are, also beyond those that the page shows
   */
  byte[] ofPage(Checkpoint checkpoint, long events, SortedSet<String> types, Iterable<String> models) {
    Map<String, Object> words = new LinkedHashMap<>();
    for (String plain : PLAIN) {
      words.put(plain, text(plain));
    }
    words.put("about", messages.text(language, "bundle.about", customer, checkpoint.origin(),
        Long.toString(checkpoint.size()), checkpoint.time().toString()));
    words.put("note", text("note") + " " + sight());
    words.put("cut", text("cut"));
    words.put("events", events);
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : FIELDS) {
      fields.put(field, text("field." + field));
    }
    words.put("fields", fields);
    TypeTitles titles = new TypeTitles(messages);
    Map<String, String> named = new LinkedHashMap<>();
    types.forEach(type -> named.put(type, titles.of(type, language)));
    words.put("types", named);
    Map<String, String> namedModels = new LinkedHashMap<>();
    models.forEach(model -> namedModels.put(model, text("model." + model)));
    words.put("models", namedModels);
    return EventCodec.mapper().writeValueAsBytes(words);
  }

  /** Why a replay ends before the life does. */
  String stuck(String model) {
    return messages.text(language, "problem.parked.replay", model);
  }

  private String sight() {
    return text(masked ? "masked" : "clear");
  }

  private String text(String key) {
    return messages.text(language, "bundle." + key);
  }
}
