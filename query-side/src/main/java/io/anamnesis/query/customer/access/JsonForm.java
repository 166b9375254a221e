package io.anamnesis.query.customer.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Language;
import tools.jackson.databind.JsonNode;

/** One JSON object, written part by part: {@code customer, at, position, consents, models, events, linked}. */
final class JsonForm implements Form {
  private final OutputStream out;
  private final AnswerJson json;
  private final Reveal reveal;
  private final Language language;
  private int models;
  private long events;

  JsonForm(OutputStream out, AnswerJson json, Reveal reveal, Language language) {
    this.out = out;
    this.json = json;
    this.reveal = reveal;
    this.language = language;
  }

  @Override
  public void begin(String customer, Instant at, long position) throws IOException {
    text("{\"customer\":");
    value(customer);
    text(",\"at\":");
    value(at);
    text(",\"position\":");
    value(position);
  }

  @Override
  public void consents(List<Consent> consents) throws IOException {
    text(",\"consents\":");
    value(consents);
    text(",\"models\":{");
  }

  @Override
  public void model(String name, JsonNode answer) throws IOException {
    text(models++ == 0 ? "" : ",");
    value(name);
    text(":");
    value(answer);
  }

  @Override
  public void event(Item item) throws IOException {
    text(events++ == 0 ? "},\"events\":[\n" : ",\n");
    value(item);
  }

  @Override
  public void linked(List<Linked> others) throws IOException {
    text(events == 0 ? "},\"events\":[" : "\n");
    text("],\"linked\":");
    value(others);
    text("}\n");
  }

  private void value(Object value) throws IOException {
    out.write(json.write(value, reveal, language));
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
