package io.anamnesis.eventstore.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
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
 * are; the cache is a short cut and may forget any at any time.
 */
final class SubjectKeys {
  /** Of each kind. */
  private static final int CACHED = 50_000;

  private static final String LOAD = """
      select subject, kind, wrapped from keys.person_key where subject = any(?)""";

  private static final String ADD = """
      insert into keys.person_key (subject, kind, wrapped)
      select subject, kind, wrapped from unnest(?, ?, ?) as made (subject, kind, wrapped)
      on conflict do nothing""";

  private final DataSource database;
  private final KeyEncryptionKey wrapping;
  private final SecureRandom random = new SecureRandom();
  /** By subject: a record of subject and kind would be a slower key, and every fact asks several times. */
  private final Map<KeyKind, Cache<String, SubjectKey>> caches = new EnumMap<>(KeyKind.class);

  SubjectKeys(DataSource database, KeyEncryptionKey wrapping) {
    this(database, wrapping, CACHED);
  }

  SubjectKeys(DataSource database, KeyEncryptionKey wrapping, int cached) {
    this.database = database;
    this.wrapping = wrapping;
    for (KeyKind kind : KeyKind.values()) {
      caches.put(kind, Caffeine.newBuilder().maximumSize(cached).build());
    }
  }

  /** Makes and stores what is missing. */
  void prepare(Collection<String> subjects) {
    List<String> uncached = subjects.stream().distinct().filter(this::isUncached).toList();
    if (!uncached.isEmpty()) {
      loadOrMake(uncached);
    }
  }

  private Map<KeyName, SubjectKey> loadOrMake(List<String> subjects) {
    Map<KeyName, SubjectKey> stored = load(subjects);
    // Sorted: two processes that make the same keys in different order would wait for each other.
    List<KeyName> missing = subjects.stream().sorted().flatMap(SubjectKeys::names)
        .filter(name -> !stored.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      add(missing);
      stored.putAll(load(missing.stream().map(KeyName::subject).distinct().toList()));
    }
    return stored;
  }

  /** The key, made if there is none. */
  SubjectKey need(String subject, KeyKind kind) {
    @Nullable
    SubjectKey key = cached(subject, kind);
    if (key == null) {
      key = loadOrMake(List.of(subject)).get(new KeyName(subject, kind));
    }
    if (key == null) {
      throw new IllegalStateException("a key that was just stored is gone again");
    }
    return key;
  }

  /** The key; empty if there never was one or it was destroyed. */
  Optional<SubjectKey> find(String subject, KeyKind kind) {
    @Nullable
    SubjectKey key = cached(subject, kind);
    return Optional.ofNullable(key == null ? load(List.of(subject)).get(new KeyName(subject, kind)) : key);
  }

  private boolean isUncached(String subject) {
    for (KeyKind kind : KeyKind.values()) {
      if (cached(subject, kind) == null) {
        return true;
      }
    }
    return false;
  }

  private @Nullable SubjectKey cached(String subject, KeyKind kind) {
    return cache(kind).getIfPresent(subject);
  }

  private Cache<String, SubjectKey> cache(KeyKind kind) {
    return Objects.requireNonNull(caches.get(kind));
  }

  private static Stream<KeyName> names(String subject) {
    return Stream.of(KeyKind.values()).map(kind -> new KeyName(subject, kind));
  }

  private Map<KeyName, SubjectKey> load(List<String> subjects) {
    Map<KeyName, SubjectKey> stored = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(LOAD)) {
      statement.setArray(1, connection.createArrayOf("text", subjects.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          KeyName name = new KeyName(rows.getString(1), KeyName.kindOf(rows.getString(2)));
          stored.put(name, new SubjectKey(name, wrapping.unwrap(rows.getBytes(3), name.context())));
        }
      }
      stored.forEach((name, key) -> cache(name.kind()).put(name.subject(), key));
      return stored;
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private void add(List<KeyName> missing) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setArray(1, connection.createArrayOf("text", missing.stream().map(KeyName::subject).toArray()));
      statement.setArray(2, connection.createArrayOf("text", missing.stream().map(KeyName::column).toArray()));
      statement.setArray(3, connection.createArrayOf("bytea",
          missing.stream().map(name -> wrapping.wrap(random(), name.context())).toArray(byte[][]::new)));
      statement.executeUpdate();
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
