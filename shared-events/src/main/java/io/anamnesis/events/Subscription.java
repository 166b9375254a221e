package io.anamnesis.events;

import java.util.Set;
import java.util.function.Predicate;

/**
 * The event types that a reader declares.
 *
 * @param types stable names of the declared types
 * @param extensions whether every {@code x.…} type is declared as well
 */
public record Subscription(Set<String> types, boolean extensions) implements Predicate<String> {
  public Subscription {
    types = Set.copyOf(types);
  }

  @Override
  public boolean test(String type) {
    return types.contains(type) || (extensions && type.startsWith(ExtensionFact.PREFIX));
  }
}
