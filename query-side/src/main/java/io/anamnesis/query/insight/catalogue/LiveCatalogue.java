package io.anamnesis.query.insight.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.EventSchema;
import io.anamnesis.events.EventWords;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.projections.EventCensus;
import io.anamnesis.projections.EventCensus.Census;
import io.anamnesis.projections.EventCount;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.PolicyRegister;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.query.insight.catalogue.EventType.Revision;
import io.anamnesis.query.reading.TypeTitles;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import tools.jackson.databind.node.ObjectNode;

/** What the records say of the event types, what the log holds of them, and who reads them, put together. */
public final class LiveCatalogue {
  private final EventCatalogue catalogue;
  private final LogRegister<EventSchemas> schemas;
  private final EventCensus census;
  private final ProjectionRunner runner;
  private final PolicyRegister policies;
  private final TypeTitles titles;
  private final Lineage lineage = Lineage.load();

  public LiveCatalogue(EventCatalogue catalogue, LogRegister<EventSchemas> schemas, EventCensus census,
      ProjectionRunner runner, PolicyRegister policies, Messages messages) {
    this.catalogue = catalogue;
    this.schemas = schemas;
    this.census = census;
    this.runner = runner;
    this.policies = policies;
    this.titles = new TypeTitles(messages);
  }

  /**
   * The catalogue at one moment.
   *
   * @param position of the log up to which everything is counted
   * @param types known ones, and those that sources made up themselves once one was seen or a schema was registered; by name
   */
  record At(long position, List<EventType> types) {
    Optional<EventType> find(String type) {
      return types.stream().filter(entry -> entry.type().equals(type)).findFirst();
    }
  }

  At now(Language language) {
    Census counted = census.take();
    SortedMap<String, SortedMap<Integer, EventCount>> seen = new TreeMap<>();
    counted.counts().forEach(
        count -> seen.computeIfAbsent(count.type(), type -> new TreeMap<>()).put(count.revision(), count));
    EventSchemas registered = schemas.upTo(counted.position());
    Readers readers = Readers.of(runner.projections(), catalogue, policies, lineage);
    TreeSet<String> types = new TreeSet<>(seen.keySet());
    catalogue.all().forEach(known -> types.add(known.type()));
    types.addAll(registered.types());
    return new At(counted.position(), types.stream()
        .map(type -> entry(type, seen.getOrDefault(type, new TreeMap<>()), registered, readers, language)).toList());
  }

  private EventType entry(String type, SortedMap<Integer, EventCount> seen, EventSchemas registered, Readers readers,
      Language language) {
    EventDescriptor known = catalogue.find(type).orElse(null);
    @Nullable
    EventCount all = seen.values().stream().reduce(LiveCatalogue::together).orElse(null);
    int written = registered.newest(type).map(ExtensionSchema::revision).orElse(known == null ? 1 : known.revision());
    int newest = Math.max(written, seen.isEmpty() ? 1 : seen.lastKey());
    return new EventType(type, known == null ? null : known.isFact() ? "fact" : "decision", capability(known),
        titles.of(type, language), EventWords.description(type).orElse(null), known == null ? null : subject(known),
        newest,
        all == null ? 0 : all.count(), all == null ? null : all.first(), all == null ? null : all.last(),
        all == null ? null : all.earliest(), all == null ? null : all.latest(), readers.projectionsOf(type),
        readers.fieldsOf(type), readers.policiesOf(type),
        IntStream.rangeClosed(1, newest).mapToObj(
            revision -> revision(known, revision, registered.find(type, revision), seen.get(revision))).toList());
  }

  private Revision revision(@Nullable EventDescriptor known, int revision, Optional<ExtensionSchema> registered,
      @Nullable EventCount seen) {
    return new Revision(revision, seen == null ? 0 : seen.count(), seen == null ? 0 : seen.unfit(),
        seen == null ? null : seen.first(), seen == null ? null : seen.last(),
        registered.map(ExtensionSchema::described).orElseGet(() -> compiled(known, revision)));
  }

  private @Nullable ObjectNode compiled(@Nullable EventDescriptor known, int revision) {
    return known == null || revision > known.revision() ? null : EventSchema.of(catalogue, known, revision);
  }

  /** Of two revisions, whichever came first in the log. */
  private static EventCount together(EventCount one, EventCount other) {
    return new EventCount(one.type(), other.revision(), one.count() + other.count(),
        one.first().position() < other.first().position() ? one.first() : other.first(),
        one.last().position() > other.last().position() ? one.last() : other.last(),
        one.earliest().isBefore(other.earliest()) ? one.earliest() : other.earliest(),
        one.latest().isAfter(other.latest()) ? one.latest() : other.latest(), one.unfit() + other.unfit());
  }

  private static @Nullable String capability(@Nullable EventDescriptor known) {
    if (known == null || known.isExtension()) {
      return null;
    }
    String family = known.recordType().getPackageName();
    return family.substring(family.lastIndexOf('.') + 1);
  }

  private static String subject(EventDescriptor known) {
    return known.ofSite() ? "site" : known.ofCustomer() ? "customer" : "none";
  }
}
