package io.anamnesis.standalone.verify;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Where what is readable is not what is stored. What is sealed is readable to whoever had the key, and proven by nothing. */
final class Difference {
  private static final String SEALED = "~";
  private static final String MASK = "***";

  private final boolean masked;

  /** @param masked whether what is sealed must read as a mask, and nothing else */
  Difference(boolean masked) {
    this.masked = masked;
  }

  /** The JSON pointer of the first difference. */
  Optional<String> of(JsonNode stored, JsonNode readable, String at) {
    if (stored.isObject() && stored.size() == 1 && stored.path(SEALED).isString()) {
      return masked && !(readable.isString() && readable.stringValue().equals(MASK)) ? Optional.of(at)
          : Optional.empty();
    }
    if (stored.isObject() && readable.isObject()) {
      return ofMembers(stored, readable, at);
    }
    if (stored.isArray() && readable.isArray() && stored.size() == readable.size()) {
      return ofElements(stored, readable, at);
    }
    boolean same = stored.isNumber() && readable.isNumber()
        ? stored.decimalValue().compareTo(readable.decimalValue()) == 0
        : !stored.isContainer() && stored.equals(readable);
    return same ? Optional.empty() : Optional.of(at);
  }

  private Optional<String> ofMembers(JsonNode stored, JsonNode readable, String at) {
    TreeSet<String> names = new TreeSet<>(stored.propertyNames());
    names.addAll(readable.propertyNames());
    for (String name : names) {
      if (!stored.has(name) || !readable.has(name)) {
        return Optional.of(at + "/" + name);
      }
    }
    for (Map.Entry<String, JsonNode> member : stored.properties()) {
      Optional<String> found = of(member.getValue(), readable.get(member.getKey()), at + "/" + member.getKey());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> ofElements(JsonNode stored, JsonNode readable, String at) {
    for (int i = 0; i < stored.size(); i++) {
      Optional<String> found = of(stored.get(i), readable.get(i), at + "/" + i);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
