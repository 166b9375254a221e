package io.anamnesis.command.loyalty.publication;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What differs between two programmes, in the order of their members. Elements of a list that have a name (rules and caps by
 * {@code name}, tiers by {@code level}, benefits by {@code kind}) are held against those of the same name, wherever they stand.
 */
final class ProgrammeDiff {
  private static final List<String> NAMES = List.of("name", "level", "kind");

  private final List<Change> changes = new ArrayList<>();

  private ProgrammeDiff() {}

  /** What became of a member. */
  enum Kind {
    ADDED, REMOVED, CHANGED,
    /** The same elements in another order: rules earn one after another, as far as caps let them. */
    REORDERED
  }

  /**
   * A step of a path.
   *
   * @param element name of a list's element; null: the member itself
   */
  record Step(String member, @Nullable String element) {
    @Override
    public String toString() {
      return element == null ? member : member + "[" + element + "]";
    }
  }

  /**
   * @param before null where it was added
   * @param after null where it was removed
   */
  record Change(List<Step> path, Kind kind, @Nullable JsonNode before, @Nullable JsonNode after) {}

  /** The names of the two versions are no difference. */
  static List<Change> between(Programme from, Programme to) {
    ProgrammeDiff diff = new ProgrammeDiff();
    diff.objects(List.of(), ProgrammeText.tree(from), ProgrammeText.tree(to));
    return diff.changes.stream().filter(change -> !change.path().equals(List.of(new Step("version", null)))).toList();
  }

  private void objects(List<Step> path, JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    for (String name : names) {
      values(path, new Step(name, null), before.get(name), after.get(name));
    }
  }

  private void values(List<Step> path, Step step, @Nullable JsonNode before, @Nullable JsonNode after) {
    List<Step> here = with(path, step);
    if (before == null || after == null) {
      changes.add(new Change(here, before == null ? Kind.ADDED : Kind.REMOVED, before, after));
    } else if (before.isObject() && after.isObject()) {
      objects(here, before, after);
    } else if (named(before).isPresent() && named(after).isPresent()) {
      lists(path, step.member(), named(before).get(), named(after).get());
    } else if (!areEqual(before, after)) {
      changes.add(new Change(here, Kind.CHANGED, before, after));
    }
  }

  private void lists(List<Step> path, String member, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      values(path, new Step(member, name), before.get(name), after.get(name));
    }
    if (!common(before, after).equals(common(after, before))) {
      changes.add(new Change(with(path, new Step(member, null)), Kind.REORDERED, null, null));
    }
  }

  private static List<String> common(Map<String, JsonNode> one, Map<String, JsonNode> other) {
    return one.keySet().stream().filter(other::containsKey).toList();
  }

  /** The elements of a list by their names; empty for what is no such list. */
  private static Optional<Map<String, JsonNode>> named(JsonNode list) {
    if (!list.isArray()) {
      return Optional.empty();
    }
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    for (JsonNode element : list) {
      Optional<String> name = NAMES.stream().filter(element::has).findFirst().map(key -> element.get(key).asString());
      if (name.isEmpty() || byName.put(name.get(), element) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(byName);
  }

  /** 1.0 and 1.00 are no difference. */
  private static boolean areEqual(JsonNode before, JsonNode after) {
    return before.isNumber() && after.isNumber()
        ? before.decimalValue().compareTo(after.decimalValue()) == 0
        : before.equals(after);
  }

  private static List<Step> with(List<Step> path, Step step) {
    List<Step> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }
}
