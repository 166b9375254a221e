package io.anamnesis.web.reads;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Original;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Which customers some sites cover: anyone of whom a fact was told at one of them, or a fact without a site, which belongs to all.
 * It is asked of the log itself, so that what was recorded a moment ago counts; what is corrected counts as its last word has it,
 * and what is withdrawn not at all.
 */
public final class SiteCover {
  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();
  private static final Set<String> STATEMENTS = CATALOGUE.typesOf(Set.of(AuditEvent.class));
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;

  public SiteCover(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /** The first fact that is covered ends the search: only a life that is covered by none is read to its end. */
  public boolean covers(Set<String> sites, String customer) {
    Map<UUID, Boolean> lastWords = lastWords(sites, customer);
    if (lastWords.containsValue(true)) {
      return true;
    }
    long after = 0;
    for (List<StoredEvent> page = log.readSubject(customer, after, PAGE); !page.isEmpty(); page =
        log.readSubject(customer, after, PAGE)) {
      if (page.stream().anyMatch(event -> isFact(event) && !lastWords.containsKey(event.eventId())
          && isAt(sites, EventCodec.mapper().readTree(event.payload())))) {
        return true;
      }
      after = page.getLast().position();
    }
    return false;
  }

  /** Of facts that were corrected or withdrawn: whether they are covered as it stands. */
  private Map<UUID, Boolean> lastWords(Set<String> sites, String customer) {
    Map<UUID, Boolean> words = new HashMap<>();
    long after = 0;
    for (List<StoredEvent> page = log.readSubject(customer, STATEMENTS, after, PAGE); !page.isEmpty(); page =
        log.readSubject(customer, STATEMENTS, after, PAGE)) {
      for (StoredEvent statement : page) {
        Original original = decoder.metadata(statement).original();
        if (original != null) {
          JsonNode data = EventCodec.mapper().readTree(statement.payload()).path("data");
          words.put(original.eventId(), data.isObject() && isAt(sites, data));
        }
      }
      after = page.getLast().position();
    }
    return words;
  }

  private static boolean isFact(StoredEvent event) {
    return !STATEMENTS.contains(event.type())
        && CATALOGUE.find(event.type()).filter(EventDescriptor::isFact).isPresent();
  }

  /** A site that is sealed, as an unknown field is, is none that anybody could tell. */
  private static boolean isAt(Set<String> sites, JsonNode data) {
    JsonNode site = data.path("site");
    return !site.isString() || sites.contains(site.stringValue());
  }
}
