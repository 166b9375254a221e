package io.anamnesis.query.insight.catalogue;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Subscription;
import io.anamnesis.projections.PolicyRegister;
import io.anamnesis.projections.Projection;

/** Who reads which events, at one moment: by name, tells the types that are read. */
record Readers(SortedMap<String, Predicate<String>> projections, SortedMap<String, Subscription> policies) {

  /** @param views of several versions of one, what any of them reads */
  static Readers of(List<Projection<?, ?>> views, EventCatalogue catalogue, PolicyRegister policies) {
    SortedMap<String, Predicate<String>> declared = new TreeMap<>();
    views.forEach(view -> declared.merge(view.name(), catalogue.declares(view.events()), Predicate::or));
    return new Readers(declared, policies.declared());
  }

  List<String> projectionsOf(String type) {
    return those(projections, type);
  }

  List<String> policiesOf(String type) {
    return those(policies, type);
  }

  private static List<String> those(Map<String, ? extends Predicate<String>> readers, String type) {
    return readers.entrySet().stream().filter(reader -> reader.getValue().test(type)).map(Map.Entry::getKey).toList();
  }
}
