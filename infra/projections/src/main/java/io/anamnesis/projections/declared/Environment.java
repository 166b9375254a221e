package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a rule can see, by name and type.
 *
 * @param structs the types of it that have fields
 * @param places where in the event the structs of a type are, by the type's name
 */
record Environment(Language language, Map<String, CelType> variables, Set<Struct> structs,
    Map<String, Set<String>> places, CelCompiler compiler) {

  static Environment of(Language language, StateFields state, ExtensionFields event) {
    return of(language, state, event, List.of(), Map.of(event.name(), Set.of("")));
  }

  static Environment of(Language language, StateFields state, EventFields event) {
    return of(language, state, event, event.all(), event.places());
  }

  private static Environment of(Language language, StateFields state, Struct event,
      Collection<? extends Struct> nested, Map<String, Set<String>> places) {
    Map<String, CelType> variables = new LinkedHashMap<>();
    variables.put(Scope.STATE, state.type());
    variables.put(Scope.EVENT, event.type());
    variables.put(Scope.TIME, SimpleType.TIMESTAMP);
    Set<Struct> structs = new LinkedHashSet<>(nested);
    structs.add(event);
    structs.add(state);
    return new Environment(language, variables, structs, places, language.compiler(variables, structs));
  }

  Environment withItem(CelType type) {
    Map<String, CelType> more = new LinkedHashMap<>(variables);
    more.put(Scope.ITEM, type);
    return new Environment(language, more, structs, places, language.compiler(more, structs));
  }

  /** Of everything in sight. */
  List<String> fieldNames() {
    return structs.stream().flatMap(struct -> struct.fields().keySet().stream()).distinct().toList();
  }

  /** The fields of an event of a type {@code x.…}; null of other types. */
  @Nullable
  ExtensionFields extension() {
    return structs.stream().filter(ExtensionFields.class::isInstance).map(ExtensionFields.class::cast).findFirst()
        .orElse(null);
  }

  boolean isPersonal(String field) {
    return structs.stream().anyMatch(struct -> {
      CelType type = struct.fields().get(field);
      return type != null && TypeWords.isPersonal(type);
    });
  }
}
