package io.anamnesis.query.audit.difference;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * The steps that lead from one answer to another. Whether something changed is judged by what is so, and told by what the reader is
 * shown of it: of a phone number that is masked it is told that it changed.
 */
final class Changes {
  private final List<Change> steps = new ArrayList<>();

  private Changes() {}

  /**
   * A part of an answer.
   *
   * @param clear as it is
   * @param shown what the reader is shown: the same, with other values in the place of some
   */
  record Seen(JsonNode clear, JsonNode shown) {
    private Seen get(String name) {
      return new Seen(clear.get(name), shown.get(name));
    }

    private Seen get(int index) {
      return new Seen(clear.get(index), shown.get(index));
    }

    private boolean isObject() {
      return clear.isObject() && shown.isObject();
    }

    private boolean isArray() {
      return clear.isArray() && shown.isArray();
    }
  }

  static List<Change> between(Seen before, Seen after) {
    Changes changes = new Changes();
    changes.compare("", before, after);
    return changes.steps;
  }

  private void compare(String path, Seen before, Seen after) {
    if (before.clear.equals(after.clear)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      compareMembers(path, before, after);
    } else if (before.isArray() && after.isArray()) {
      compareElements(path, before, after);
    } else {
      steps.add(Change.replace(path, before.shown, after.shown));
    }
  }

  private void compareMembers(String path, Seen before, Seen after) {
    for (String name : before.clear.propertyNames()) {
      if (!after.clear.has(name)) {
        steps.add(Change.remove(member(path, name), before.get(name).shown));
      }
    }
    for (String name : after.clear.propertyNames()) {
      if (before.clear.has(name)) {
        compare(member(path, name), before.get(name), after.get(name));
      } else {
        steps.add(Change.add(member(path, name), after.get(name).shown));
      }
    }
  }

  /** What is equal at both ends is left alone; what is between is compared one by one, and the rest is added or removed. */
  private void compareElements(String path, Seen before, Seen after) {
    int old = before.clear.size();
    int now = after.clear.size();
    int first = 0;
    while (first < Math.min(old, now) && before.clear.get(first).equals(after.clear.get(first))) {
      first++;
    }
    while (Math.min(old, now) > first && before.clear.get(old - 1).equals(after.clear.get(now - 1))) {
      old--;
      now--;
    }
    int both = Math.min(old, now);
    for (int i = first; i < both; i++) {
      compare(path + "/" + i, before.get(i), after.get(i));
    }
    // From the end on, so that no step moves what a later one is about.
    for (int i = old - 1; i >= both; i--) {
      steps.add(Change.remove(path + "/" + i, before.get(i).shown));
    }
    for (int i = both; i < now; i++) {
      steps.add(Change.add(path + "/" + i, after.get(i).shown));
    }
  }

  private static String member(String path, String name) {
    return path + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
