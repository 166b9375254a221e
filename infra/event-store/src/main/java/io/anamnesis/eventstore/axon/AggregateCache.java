package io.anamnesis.eventstore.axon;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates decided on lately, as many as memory allows. One that another process has decided on meanwhile is behind the
 * log: its next append is a conflict, Axon forgets it, and the command's next try loads it from the log. So whoever caches
 * must try again after a conflict, and must not refuse on the word of a cached state: no append would tell that it is old. {@link #past} decides again from the
 * log.
 */
public final class AggregateCache implements Cache {
  private static final ScopedValue<Boolean> PAST = ScopedValue.newInstance();

  /** As many are kept, if memory allows. */
  public static final int MOST = 10_000;

  private final com.github.benmanes.caffeine.cache.Cache<Object, Object> aggregates =
      Caffeine.newBuilder().maximumSize(MOST).softValues().build();

  /** Decides past all caches: whatever the decision loads on this thread is as the log has it now. */
  public static <R> R past(Supplier<R> decision) {
    return ScopedValue.where(PAST, true).call(decision::get);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <K, V> @Nullable V get(K key) {
    return PAST.isBound() ? null : (V) aggregates.getIfPresent(key);
  }

  @Override
  public void put(Object key, Object value) {
    aggregates.put(key, value);
  }

  @Override
  public boolean putIfAbsent(Object key, Object value) {
    return aggregates.asMap().putIfAbsent(key, value) == null;
  }

  @Override
  public boolean remove(Object key) {
    return aggregates.asMap().remove(key) != null;
  }

  @Override
  public void removeAll() {
    aggregates.invalidateAll();
  }

  @Override
  public boolean containsKey(Object key) {
    return aggregates.asMap().containsKey(key);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
    aggregates.asMap().computeIfPresent(key, (present, value) -> update.apply((V) value));
  }

  /** Nobody is told: what is cached may go at any time. */
  @Override
  public Registration registerCacheEntryListener(EntryListener listener) {
    return () -> true;
  }
}
