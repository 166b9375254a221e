package io.anamnesis.query.insight.catalogue;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Subscription;
import io.anamnesis.projections.PolicyRegister;
import io.anamnesis.projections.Projection;

/** Who reads which events, at one moment, by name. */
record Readers(SortedMap<String, Subscription> projections, SortedMap<String, Subscription> policies,
    List<Projection<?, ?>> views, Lineage lineage) {

  static Readers of(List<Projection<?, ?>> views, EventCatalogue catalogue, PolicyRegister policies,
      Lineage lineage) {
    SortedMap<String, Subscription> declared = new TreeMap<>();
    views.forEach(view -> declared.put(view.name(), catalogue.declares(view.events())));
    return new Readers(declared, policies.declared(), views, lineage);
  }

  List<String> projectionsOf(String type) {
    return those(projections, type);
  }

  SortedMap<String, List<String>> fieldsOf(String type) {
    return lineage.of(type, views);
  }

  List<String> policiesOf(String type) {
    return those(policies, type);
  }

  private static List<String> those(Map<String, Subscription> readers, String type) {
    return readers.entrySet().stream().filter(reader -> reader.getValue().test(type)).map(Map.Entry::getKey).toList();
  }
}
