package io.anamnesis.query.fold;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Changed copies of immutable maps, keys in order so that equal states have equal JSON. */
public final class Changes {
  private Changes() {}

  public static <K extends Comparable<K>, V> SortedMap<K, V> none() {
    return Collections.unmodifiableSortedMap(new TreeMap<>());
  }

  /** With the value of a key changed; {@code absent} is what a key that is not there has. */
  public static <K extends Comparable<K>, V> SortedMap<K, V> in(SortedMap<K, V> map, K key, V absent,
      UnaryOperator<V> change) {
    SortedMap<K, V> changed = new TreeMap<>(map);
    changed.put(key, change.apply(changed.getOrDefault(key, absent)));
    return Collections.unmodifiableSortedMap(changed);
  }
}
