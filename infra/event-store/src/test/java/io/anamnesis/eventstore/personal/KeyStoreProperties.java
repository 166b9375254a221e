package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/**
 * Random lives of a key store (keys needed, destroyed, restricted, processes restarted, the key-encryption key rotated, older copies of the
 * key tables restored) against a model that knows of each key only whether it was destroyed, and what was sealed. The seed is in
 * every message.
 */
class KeyStoreProperties {
  private static final int LIVES = 6;
  private static final int STEPS = 30;
  private static final int PERSONS = 4;

  @TempDir
  Path folder;

  @Test
  void what_was_destroyed_never_comes_back_and_nothing_else_is_lost() {
    long seed = new Random().nextLong();
    for (int life = 0; life < LIVES; life++) {
      try (HikariDataSource database = TestPostgres.shared().freshDatabase()) {
        new Life(new Random(seed + life), database, folder.resolve("kek-" + life + ".json"),
            "seed " + seed + ", life " + life).run();
      }
    }
  }

  private record Name(String person, KeyKind kind) {}

  /** What is known without a key store. */
  private static final class Model {
    final Set<Name> destroyed = new HashSet<>();
    final Set<Name> restricted = new HashSet<>();
    /** Of keys that are there; in the order in which it was sealed. */
    final Map<Name, List<byte[]>> sealed = new HashMap<>();

    /**
     * Where nothing was sealed there may be a key or none: whoever needs one of the two may make both. A record whose contact key was
     * destroyed is never open after a start, whatever was restored.
     */
    Set<KeyState> states(Name name) {
      if (destroyed.contains(name)) {
        return Set.of(KeyState.DESTROYED);
      }
      if (restricted.contains(name)) {
        return Set.of(KeyState.RESTRICTED);
      }
      boolean isErased = name.kind() == KeyKind.RECORD && destroyed.contains(new Name(name.person(), KeyKind.CONTACT));
      KeyState there = isErased ? KeyState.RESTRICTED : KeyState.ACTIVE;
      return sealed.containsKey(name) ? Set.of(there) : Set.of(there, KeyState.NEVER);
    }
  }

  /** A copy of the key tables, and what the model knew then of keys that are there. */
  private record Backup(String name, int rotations, Set<Name> sealed, Set<Name> restricted) {}

  private static final class Life {
    private final Random random;
    private final HikariDataSource database;
    private final KeyStore store;
    private final String seed;
    private final Model model = new Model();
    private final List<SubjectKeys> processes = new ArrayList<>();
    private @Nullable Backup backup;
    private int backups;
    private int rotations;

    Life(Random random, HikariDataSource database, Path kek, String seed) {
      this.random = random;
      this.database = database;
      this.store = KeyStore.of(database, kek);
      this.seed = seed;
      TinkPersonalData.open(store);
      processes.add(KeysUnderTest.open(store, 10));
      processes.add(KeysUnderTest.open(store, 10));
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        act();
        check("%s, step %d".formatted(seed, step));
      }
    }

    private void act() {
      Name name = new Name("C-" + random.nextInt(PERSONS), random.nextBoolean() ? KeyKind.CONTACT : KeyKind.RECORD);
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> need(name);
        case 4 -> destroy(name);
        case 5 -> restrict(name.person());
        case 6 -> processes.set(random.nextInt(2), KeysUnderTest.open(store, 10));
        case 7 -> rotate();
        case 8 -> backUp();
        default -> restore();
      }
    }

    private void need(Name name) {
      SubjectKeys process = processes.get(random.nextInt(2));
      // A process may go by what it knew a moment ago; here it asks.
      process.endLease();
      process.need(name.person(), name.kind()).ifPresentOrElse(key -> {
        assertThat(model.destroyed).as(seed).doesNotContain(name);
        model.sealed.computeIfAbsent(name, first -> new ArrayList<>())
            .add(key.seal(new byte[]{1}, KeysUnderTest.PLACE));
      }, () -> assertThat(model.destroyed).as(seed).contains(name));
    }

    private void destroy(Name name) {
      KeysUnderTest.personKeys(store, processes.get(random.nextInt(2))).destroy(name.person(), name.kind());
      model.destroyed.add(name);
    }

    private void restrict(String person) {
      processes.forEach(SubjectKeys::endLease);
      KeysUnderTest.personKeys(store, processes.get(random.nextInt(2))).restrict(person);
      model.restricted.add(new Name(person, KeyKind.RECORD));
    }

    private void rotate() {
      new KekRotation(database, ((KekSource.InFile) store.kek()).file()).run(rewrapped -> {});
      rotations++;
    }

    private void backUp() {
      backup = new Backup("backup_" + ++backups, rotations, Set.copyOf(model.sealed.keySet()),
          Set.copyOf(model.restricted));
      KeysUnderTest.copy(database, "keys", backup.name());
    }

    /** All of it, or the keys of persons alone. */
    private void restore() {
      if (backup == null) {
        return;
      }
      boolean whole = random.nextBoolean();
      KeysUnderTest.copy(database, "keys", "meanwhile");
      KeysUnderTest.putBack(database, backup.name(), whole);
      if (backup.rotations() != rotations) {
        if (whole) {
          assertThatThrownBy(() -> TinkPersonalData.open(store)).as(seed).isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("does not open");
        }
        KeysUnderTest.putBack(database, "meanwhile", true);
        return;
      }
      processes.replaceAll(stopped -> KeysUnderTest.open(store, 10));
      // What was made since the backup is lost with it; made anew, it opens nothing that is older.
      model.sealed.keySet().retainAll(backup.sealed());
      model.restricted.clear();
      model.restricted.addAll(backup.restricted());
    }

    private void check(String as) {
      PersonKeys keys = KeysUnderTest.personKeys(store, processes.getFirst());
      for (int person = 0; person < PERSONS; person++) {
        for (KeyKind kind : KeyKind.values()) {
          Name name = new Name("C-" + person, kind);
          assertThat(keys.state(name.person(), kind)).as("%s, %s", as, name).isIn(model.states(name));
        }
      }
      processes.forEach(SubjectKeys::endLease);
      model.sealed.forEach((name, texts) -> processes.forEach(process -> {
        var key = process.find(name.person(), name.kind());
        assertThat(key.isEmpty()).as("%s, %s", as, name).isEqualTo(model.destroyed.contains(name));
        key.ifPresent(found -> texts
            .forEach(text -> assertThat(found.open(text, KeysUnderTest.PLACE)).as(as).containsExactly(1)));
      }));
    }
  }
}
