package io.anamnesis.query.reading;

import io.anamnesis.events.EventWords;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;

/** What a person calls a type of event. */
public record TypeTitles(Messages messages) {

  /** In English where nobody has said it in the language, as of a source's own type. */
  public String of(String type, Language language) {
    String own = "event-type." + type;
    String key = messages.has(own) ? own : "timeline." + type;
    return messages.has(key) ? messages.text(language, key) : EventWords.title(type);
  }
}
