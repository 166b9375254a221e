package io.anamnesis.eventstore.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.KeyChanges.Changed;
import io.anamnesis.eventstore.personal.KeyChanges.Seen;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keys of subjects, made at first use: the first process to store one wins, and all use that one. The database alone tells which there
 * are, and which were destroyed; the cache is a short cut that is good for the time of a {@link Lease}, and may forget any at any time.
 */
final class SubjectKeys {
  /** Of each kind. */
  private static final int CACHED = 50_000;

  /** Whose contact key was destroyed was erased: his record is restricted, also where the log was restored and nobody has asked for that. */
  private static final String LOAD = """
      select subject, kind, wrapped, restricted_at is not null or kind = 'record' and exists (
          select from keys.person_key contact
          where contact.subject = stored.subject and contact.kind = 'contact' and contact.wrapped is null) as restricted
      from keys.person_key stored where subject = any(?)""";

  /** What was destroyed before anybody here knew whose it was gets a row without a key. */
  private static final String ADD = Turn.AMONG_MAKERS + """
      insert into keys.person_key (subject, kind, wrapped, destroyed_at)
      select made.subject, made.kind, case when erasure.at is null then made.wrapped end, erasure.at
      from unnest(?, ?, ?, ?) as made (subject, kind, wrapped, mark)
      left join keys.erasure on erasure.mark = made.mark and erasure.kind = made.kind
      where not exists (select from keys.wrapping) or exists (select from keys.wrapping where prefix = ?)
      on conflict do nothing""";

  private final DataSource database;
  private final KeyEncryptionKey wrapping;
  private final Erasures erasures;
  private final Lease lease;
  private final SecureRandom random = new SecureRandom();
  /** By subject: a record of subject and kind would be a slower key, and every fact asks several times. */
  private final Map<KeyKind, Cache<String, Held>> caches = new EnumMap<>(KeyKind.class);

  SubjectKeys(DataSource database, KeyEncryptionKey wrapping, Erasures erasures) {
    this(database, wrapping, erasures, CACHED);
  }

  SubjectKeys(DataSource database, KeyEncryptionKey wrapping, Erasures erasures, int cached) {
    this.database = database;
    this.wrapping = wrapping;
    this.erasures = erasures;
    for (KeyKind kind : KeyKind.values()) {
      caches.put(kind, Caffeine.newBuilder().maximumSize(cached).build());
    }
    this.lease =
        new Lease(new KeyChanges(database)::after, this::forget, () -> caches.values().forEach(Cache::invalidateAll));
  }

  /**
   * @param key empty if it was destroyed
   * @param restricted whether only an auditor with a purpose may see what it seals
   */
  private record Held(Optional<SubjectKey> key, boolean restricted) {}

  /** Makes and stores what is missing. */
  void prepare(Collection<String> subjects) {
    lease.confirm();
    List<String> uncached = subjects.stream().distinct().filter(this::isUncached).toList();
    if (!uncached.isEmpty()) {
      loadOrMake(uncached);
    }
  }

  /** The key, made if there is none; empty if it was destroyed. */
  Optional<SubjectKey> need(String subject, KeyKind kind) {
    return cached(subject, kind)
        .orElseGet(() -> Objects.requireNonNull(loadOrMake(List.of(subject)).get(new KeyName(subject, kind)))).key();
  }

  /** The key; empty if there never was one or it was destroyed. */
  Optional<SubjectKey> find(String subject, KeyKind kind) {
    return held(subject, kind).flatMap(Held::key);
  }

  /** Whether there is a key, for auditors with a purpose alone. */
  boolean isRestricted(String subject, KeyKind kind) {
    return held(subject, kind).map(Held::restricted).orElse(false);
  }

  private Optional<Held> held(String subject, KeyKind kind) {
    return cached(subject, kind)
        .or(() -> Optional.ofNullable(load(List.of(subject)).get(new KeyName(subject, kind))));
  }

  private Optional<Held> cached(String subject, KeyKind kind) {
    lease.confirm();
    return Optional.ofNullable(cache(kind).getIfPresent(subject));
  }

  /** How many keys are in memory at this moment. */
  long inMemory() {
    return caches.values().stream().mapToLong(cache -> cache.asMap().size()).sum();
  }

  /** Whoever uses a key next asks first what was destroyed or restricted. */
  void endLease() {
    lease.end();
  }

  private void forget(Changed changed) {
    if (changed.subject() == null) {
      cache(changed.kind()).invalidateAll();
    } else {
      cache(changed.kind()).invalidate(changed.subject());
    }
  }

  private boolean isUncached(String subject) {
    return caches.values().stream().anyMatch(cache -> cache.getIfPresent(subject) == null);
  }

  private Cache<String, Held> cache(KeyKind kind) {
    return Objects.requireNonNull(caches.get(kind));
  }

  /** @return of each subject both */
  private Map<KeyName, Held> loadOrMake(List<String> subjects) {
    Map<KeyName, Held> stored = load(subjects);
    List<KeyName> missing = missing(subjects, stored);
    if (!missing.isEmpty()) {
      make(missing, stored);
      if (!missing(subjects, stored).isEmpty()) {
        // Not taken in: they are wrapped by a key that was rotated away since this process has read it.
        wrapping.readAgain();
        make(missing, stored);
      }
    }
    if (!missing(subjects, stored).isEmpty()) {
      throw new IllegalStateException("the key-encryption key was rotated, and this process has not the new one: "
          + "give it the file, or the text, that the others have");
    }
    return stored;
  }

  private void make(List<KeyName> missing, Map<KeyName, Held> stored) {
    add(missing);
    stored.putAll(load(missing.stream().map(KeyName::subject).distinct().toList()));
  }

  /** Sorted: two processes that make the same keys in different order would wait for each other. */
  private static List<KeyName> missing(List<String> subjects, Map<KeyName, Held> stored) {
    return subjects.stream().sorted()
        .flatMap(subject -> Stream.of(KeyKind.values()).map(kind -> new KeyName(subject, kind)))
        .filter(name -> !stored.containsKey(name)).toList();
  }

  private Map<KeyName, Held> load(List<String> subjects) {
    Seen seen = lease.seen();
    Map<KeyName, Held> stored = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setArray(1, connection.createArrayOf("text", subjects.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          KeyName name = new KeyName(rows.getString(1), KeyName.kindOf(rows.getString(2)));
          Optional<SubjectKey> key = Optional.ofNullable(rows.getBytes(3))
              .map(wrapped -> new SubjectKey(name, wrapping.unwrap(wrapped, name.context())));
          stored.put(name, new Held(key, key.isPresent() && rows.getBoolean(4)));
        }
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
    stored.forEach((name, held) -> cache(name.kind()).put(name.subject(), held));
    lease.watch();
    if (!lease.seen().equals(seen)) {
      // One of them may have been destroyed, or restricted, after it was read, and dropped before it was put.
      stored.keySet().forEach(name -> cache(name.kind()).invalidate(name.subject()));
    }
    return stored;
  }

  private void add(List<KeyName> missing) {
    KeyEncryptionKey.Wrapper wrapper = wrapping.wrapper();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setArray(1, connection.createArrayOf("text", missing.stream().map(KeyName::subject).toArray()));
      statement.setArray(2, connection.createArrayOf("text", missing.stream().map(KeyName::column).toArray()));
      statement.setArray(3, connection.createArrayOf("bytea",
          missing.stream().map(name -> wrapper.wrap(random(), name.context())).toArray(byte[][]::new)));
      statement.setArray(4, connection.createArrayOf("text",
          missing.stream().map(name -> erasures.mark(name.subject())).toArray()));
      statement.setBytes(5, wrapper.prefix());
      statement.execute();
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private byte[] random() {
    byte[] key = new byte[SubjectKey.BYTES];
    random.nextBytes(key);
    return key;
  }
}
