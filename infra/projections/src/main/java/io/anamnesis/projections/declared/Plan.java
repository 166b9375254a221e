package io.anamnesis.projections.declared;

import io.anamnesis.events.CustomerEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked definition.
 *
 * @param dimensions of the figures with their types, in the order of the text
 * @param measures of the figures with their types, in the order of the text; empty where there are no figures
 * @param rules by event type
 * @param events the records of these types
 */
record Plan(String name, @Nullable String title, StateFields state, Map<String, ValueType> dimensions,
    Map<String, ValueType> measures, Map<String, List<Rule>> rules, Set<Class<? extends CustomerEvent>> events) {
  Plan {
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    rules = Map.copyOf(rules);
    events = Set.copyOf(events);
  }
}
