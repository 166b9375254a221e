package io.anamnesis.query.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.ExtensionFact;

/**
 * Types of events that are asked for by name, or by a family of names as {@code visit.*}.
 *
 * @param types stable names
 * @param prefixes of names, with the dot at their end
 */
record TypeFilter(Set<String> types, Set<String> prefixes) implements Predicate<String> {
  private static final String FIELD = "type";
  private static final String FAMILY = ".*";

  /** @throws io.anamnesis.web.ProblemException {@code invalid}, if nothing can ever be of a type that is asked for */
  static TypeFilter of(List<String> asked) {
    Set<String> types = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    for (String name : asked) {
      if (name.endsWith(FAMILY)) {
        prefixes.add(known(name.substring(0, name.length() - 1)));
      } else if (EventCatalogue.standard().find(name).isPresent()) {
        types.add(name);
      } else {
        throw Parameters.invalid(FIELD, "problem.invalid.type-filter");
      }
    }
    return new TypeFilter(types, prefixes);
  }

  private static String known(String prefix) {
    if (prefix.startsWith(ExtensionFact.PREFIX)
        || EventCatalogue.standard().all().stream().map(EventDescriptor::type).anyMatch(
            type -> type.startsWith(prefix))) {
      return prefix;
    }
    throw Parameters.invalid(FIELD, "problem.invalid.type-filter");
  }

  @Override
  public boolean test(String type) {
    return (types.isEmpty() && prefixes.isEmpty()) || types.contains(type)
        || prefixes.stream().anyMatch(type::startsWith);
  }
}
