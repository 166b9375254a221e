package io.anamnesis.query.insight.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.anamnesis.events.EventCodec;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.declared.DeclaredProjection;
import tools.jackson.core.type.TypeReference;

/**
 * Which view reads which field of a type. Of an analyst's projection its checked expressions tell; of a view that is built in, what
 * was found when it was built: every field that was seen to matter to its fold. A test finds it again, and fails where it differs.
 */
final class Lineage {
  /** By view and type; written by the test of the same name. */
  static final String RESOURCE = "lineage.json";

  private final Map<String, Map<String, List<String>>> builtIn;

  private Lineage(Map<String, Map<String, List<String>>> builtIn) {
    this.builtIn = builtIn;
  }

  static Lineage load() {
    try (InputStream in = Lineage.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + RESOURCE);
      }
      return new Lineage(EventCodec.mapper().readValue(in, new TypeReference<>() {}));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Names of the views that read a field, by its path; a field that none reads is absent. */
  SortedMap<String, List<String>> of(String type, Collection<Projection<?, ?>> views) {
    SortedMap<String, SortedSet<String>> readers = new TreeMap<>();
    for (Projection<?, ?> view : views) {
      fields(type, view).forEach(field -> readers.computeIfAbsent(field, one -> new TreeSet<>()).add(view.name()));
    }
    SortedMap<String, List<String>> told = new TreeMap<>();
    readers.forEach((field, names) -> told.put(field, List.copyOf(names)));
    return told;
  }

  private Collection<String> fields(String type, Projection<?, ?> view) {
    return view instanceof DeclaredProjection declared
        ? declared.fieldsRead(type)
        : builtIn.getOrDefault(view.name(), Map.of()).getOrDefault(type, List.of());
  }
}
