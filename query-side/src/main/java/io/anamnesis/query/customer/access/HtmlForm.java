package io.anamnesis.query.customer.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.anamnesis.events.EventCodec;
import io.anamnesis.query.reading.TypeTitles;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import tools.jackson.databind.JsonNode;

/** One page that a person reads in a browser: without scripts, and without anything from elsewhere. */
final class HtmlForm implements Form {
  private static final String STYLE = """
      body{font:16px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#222}
      h1,h2,h3{line-height:1.2}h2{border-bottom:1px solid #ccc;margin-top:2em}
      dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;margin:.2em 0}
      dt{color:#666}dd{margin:0;overflow-wrap:anywhere}ol{margin:.2em 0;padding-left:1.5em}
      article{border-left:3px solid #ccc;margin:1em 0;padding-left:1em}article p{margin:.2em 0}
      small{color:#666}""";

  private final OutputStream out;
  private final Messages messages;
  private final Language language;
  private final TypeTitles titles;
  private boolean modelsBegun;
  private boolean eventsBegun;

  HtmlForm(OutputStream out, Messages messages, Language language) {
    this.out = out;
    this.messages = messages;
    this.language = language;
    this.titles = new TypeTitles(messages);
  }

  @Override
  public void begin(String customer, Instant at, long position) throws IOException {
    String title = word("title", customer);
    write("<!doctype html>\n<html lang=\"" + language.tag() + "\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(title) + "</title><style>" + STYLE
        + "</style></head>\n<body><h1>" + escaped(title) + "</h1>\n");
    paragraph(word("about", at.toString(), Long.toString(position)));
  }

  @Override
  public void consents(List<Consent> consents) throws IOException {
    heading("consents");
    if (consents.isEmpty()) {
      paragraph(word("none"));
    }
    for (Consent consent : consents) {
      paragraph(word("consent." + consent.state(), consent.purpose(), consent.occurredAt().toString()));
      tree(EventCodec.mapper().valueToTree(consent));
    }
  }

  @Override
  public void model(String name, JsonNode answer) throws IOException {
    if (!modelsBegun) {
      heading("models");
      modelsBegun = true;
    }
    write("<h3>" + escaped(name) + "</h3>\n");
    tree(answer);
  }

  @Override
  public void event(Item item) throws IOException {
    beginEvents();
    write("<article><h3>" + escaped(item.title()) + "</h3>");
    paragraph(item.summary());
    write("<p><small>" + escaped(word("event", item.event().occurredAt().toString(),
        item.event().recordedAt().toString(), Long.toString(item.event().position()))) + "</small></p>");
    tree(item.event().payload());
    write("</article>\n");
  }

  @Override
  public void linked(List<Linked> others) throws IOException {
    beginEvents();
    heading("linked");
    if (others.isEmpty()) {
      paragraph(word("none"));
    }
    for (Linked other : others) {
      paragraph(other.customer() + ": "
          + other.by().stream().map(type -> titles.of(type, language)).distinct().collect(Collectors.joining(" · ")));
    }
    write("</body></html>\n");
  }

  private void beginEvents() throws IOException {
    if (!eventsBegun) {
      heading("events");
      eventsBegun = true;
    }
  }

  private void heading(String key) throws IOException {
    write("<h2>" + escaped(word(key)) + "</h2>\n");
  }

  private void paragraph(String text) throws IOException {
    write("<p>" + escaped(text) + "</p>\n");
  }

  private void tree(JsonNode node) throws IOException {
    if (node.isObject()) {
      write("<dl>");
      for (var member : node.properties()) {
        write("<dt>" + escaped(member.getKey()) + "</dt><dd>");
        tree(member.getValue());
        write("</dd>");
      }
      write("</dl>\n");
    } else if (node.isArray()) {
      write("<ol>");
      for (JsonNode element : node) {
        write("<li>");
        tree(element);
        write("</li>");
      }
      write("</ol>\n");
    } else {
      write(node.isNull() ? "–" : escaped(node.asString()));
    }
  }

  private String word(String key, Object... arguments) {
    return messages.text(language, "everything." + key, arguments);
  }

  /** Whatever a source wrote is text here. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'",
        "&#39;");
  }

  private void write(String html) throws IOException {
    out.write(html.getBytes(StandardCharsets.UTF_8));
  }
}
