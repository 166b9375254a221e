package io.anamnesis.query.insight.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.EventCount.Sighting;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry of the catalogue.
 *
 * @param kind {@code fact} or {@code decision}; null for a type that this build does not know
 * @param capability the family of the type; null for one of a source's own
 * @param title in the reader's language
 * @param description one sentence in English
 * @param subject {@code customer}, {@code site} or {@code none}
 * @param revision the newest
 * @param count of all revisions
 * @param firstSeen the first of them in the log; null where there is none, as is all that follows from it
 * @param occurredFrom the earliest time at which one happened
 * @param projections names of the views that declare it, those of analysts among them
 * @param fields names of the views that read a field, by its path in the payload ({@code lines[].amount}); a field that none
 *     reads is absent
 * @param policies names of the policies that react to it
 */
public record EventType(String type, @Nullable String kind, @Nullable String capability, String title,
    @Nullable String description, @Nullable String subject, int revision, long count, @Nullable Sighting firstSeen,
    @Nullable Sighting lastSeen, @Nullable Instant occurredFrom, @Nullable Instant occurredTo,
    List<String> projections, SortedMap<String, List<String>> fields, List<String> policies,
    List<Revision> revisions) {

  /**
   * @param unfit of facts of a type of a source's own, those with a field that was sealed as it does not meet the schema
   * @param schema JSON Schema 2020-12 of the payload in clear, compiled in or registered; null for what this build does not know
   */
  public record Revision(int revision, long count, long unfit, @Nullable Sighting firstSeen,
      @Nullable Sighting lastSeen,
      @Nullable ObjectNode schema) {}
}
