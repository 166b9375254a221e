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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keys of subjects, made at first use: the first process to store one wins, and all use that one. The database alone tells which there
 * are; the cache is a short cut and may forget any at any time.
 */
final class SubjectKeys {
  private static final int CACHED = 100_000;

  private static final String LOAD = """
      select subject, kind, wrapped from keys.person_key where subject = any(?)""";

  private static final String ADD = """
      insert into keys.person_key (subject, kind, wrapped)
      select subject, kind, wrapped from unnest(?, ?, ?) as made (subject, kind, wrapped)
      on conflict do nothing""";

  private final DataSource database;
  private final KeyEncryptionKey wrapping;
  private final SecureRandom random = new SecureRandom();
  private final Cache<KeyName, SubjectKey> cache;

  SubjectKeys(DataSource database, KeyEncryptionKey wrapping) {
    this(database, wrapping, CACHED);
  }

  SubjectKeys(DataSource database, KeyEncryptionKey wrapping, int cached) {
    this.database = database;
    this.wrapping = wrapping;
    this.cache = Caffeine.newBuilder().maximumSize(cached).build();
  }

  /** Makes and stores what is missing. */
  void prepare(Collection<String> subjects) {
    List<String> uncached = subjects.stream().distinct().filter(subject -> names(subject).anyMatch(this::isUncached))
        .toList();
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
    KeyName name = new KeyName(subject, kind);
    @Nullable
    SubjectKey key = cache.getIfPresent(name);
    if (key == null) {
      key = loadOrMake(List.of(subject)).get(name);
    }
    if (key == null) {
      throw new IllegalStateException("a key that was just stored is gone again");
    }
    return key;
  }

  /** The key; empty if there never was one or it was destroyed. */
  Optional<SubjectKey> find(String subject, KeyKind kind) {
    KeyName name = new KeyName(subject, kind);
    @Nullable
    SubjectKey key = cache.getIfPresent(name);
    return Optional.ofNullable(key == null ? load(List.of(subject)).get(name) : key);
  }

  private boolean isUncached(KeyName name) {
    return cache.getIfPresent(name) == null;
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
      cache.putAll(stored);
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
