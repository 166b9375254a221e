package io.anamnesis.eventstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Inclusion;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.NaiveTree;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.Tile;
import io.anamnesis.eventstore.sealing.LogAltered.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
  private final SealedDatabase sealed = new SealedDatabase();

  @AfterEach
  void close() {
    sealed.close();
  }

  @Test
  void an_empty_log_is_sealed_once_and_what_did_not_grow_never_again() throws InterruptedException {
    Sealer sealer = sealed.sealer();
    assertThat(sealer.seal()).isFalse();
    assertThat(sealer.seal()).isFalse();
    sealed.append(3);
    assertThat(sealer.seal()).isFalse();
    sealer.seal();
    sealed.sealer().seal();
    assertThat(sealed.roots()).isEqualTo(Map.of(0, SealedDatabase.naiveRoot(List.of()), 3,
        SealedDatabase.naiveRoot(sealed.leaves())));
  }

  @Test
  void a_checkpoint_is_signed_by_the_logs_key_and_tells_its_name() throws InterruptedException {
    sealed.append(5);
    sealed.sealer().seal();
    SealedCheckpoint last = sealed.sealed.last().orElseThrow();
    assertThat(last.note().isSignedBy(sealed.key().key().verifier())).isTrue();
    assertThat(last.key()).isEqualTo(sealed.key().key().verifier());
    Checkpoint checkpoint = last.checkpoint();
    assertThat(checkpoint.size()).isEqualTo(5);
    assertThat(checkpoint.origin()).isEqualTo(last.key().name());
  }

  /** Batches, restarts and deaths at any step are chance; tiles and roots are not. */
  @Test
  void tiles_and_roots_are_those_of_the_naive_tree_whatever_the_batches_and_wherever_a_sealer_dies()
      throws InterruptedException {
    long seed = RandomGenerator.getDefault().nextLong();
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    DyingDatabase dying = new DyingDatabase(sealed.database);
    Sealer sealer = sealed.sealer(dying.database());
    int deaths = 0;
    for (int round = 0; round < 40; round++) {
      sealed.append(random.nextInt(round % 10 == 0 ? 400 : 40));
      if (random.nextInt(4) == 0) {
        sealer = sealed.sealer(dying.database());
      }
      if (random.nextBoolean()) {
        dying.dieAt(1 + random.nextInt(8), random.nextBoolean());
      }
      try {
        sealer.seal();
      } catch (LogUnavailable died) {
        deaths++;
      }
      dying.live();
      assertTiles(seed);
    }
    sealer.seal();
    assertThat(deaths).as("seed %d", seed).isPositive();
    assertConsistent(seed);
    assertThat(sealed.sealed.size()).as("seed %d", seed).isEqualTo(sealed.leaves().size());
  }

  /** At any moment the tiles are those of the last checkpoint. */
  private List<byte[]> assertTiles(long seed) {
    List<byte[]> leaves = sealed.leaves();
    int size = (int) sealed.sealed.size();
    assertThat(sealed.tiles()).as("seed %d", seed).isEqualTo(SealedDatabase.naiveTiles(leaves.subList(0, size)));
    return leaves;
  }

  private void assertConsistent(long seed) {
    List<byte[]> leaves = assertTiles(seed);
    assertThat(sealed.roots()).as("seed %d", seed).allSatisfy(
        (of, root) -> assertThat(root).isEqualTo(SealedDatabase.naiveRoot(leaves.subList(0, of))));
  }

  @Test
  void two_sealers_at_once_make_one_sequence() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CountDownLatch bothSeal = new CountDownLatch(2);
      Callable<Integer> sealing = () -> {
        Sealer sealer = sealed.sealer();
        int turns = 0;
        while (!done.get()) {
          sealer.seal();
          turns++;
          bothSeal.countDown();
        }
        return turns;
      };
      Future<Integer> one = threads.submit(sealing);
      Future<Integer> other = threads.submit(sealing);
      assertThat(bothSeal.await(2, TimeUnit.MINUTES)).isTrue();
      for (int i = 0; i < 60; i++) {
        sealed.append(17);
      }
      done.set(true);
      assertThat(one.get()).isPositive();
      assertThat(other.get()).isPositive();
    }
    sealed.sealer().seal();
    assertConsistent(0);
    assertThat(sealed.sealed.size()).isEqualTo(60 * 17);
  }

  /** More than one level of tiles is full, and so much is sealed that it is read past what others keep. */
  @Test
  void a_long_log_is_caught_up_with_and_every_kind_of_proof_holds() throws InterruptedException {
    int events = 65_536 + 300;
    sealed.tamper("""
        insert into log.event (position, event_id, subject, type, revision, occurred_at, recorded_at, payload, metadata)
        select n, gen_random_uuid(), 'C-1', 'signin.made', 1, timestamptz '2026-03-01 02:15:00Z',
               timestamptz '2026-03-01 02:15:00Z' + n * interval '1 microsecond', '{"n":' || n || '}', '{}'
        from generate_series(1, %d) n""".formatted(events));
    Sealer sealer = sealed.sealer();
    while (sealer.seal()) {
      assertThat(sealed.sealed.size()).isPositive();
    }
    List<byte[]> leaves = sealed.leaves();
    assertThat(sealed.tiles()).isEqualTo(SealedDatabase.naiveTiles(leaves));
    Hash root = Hash.of(NaiveTree.root(leaves));
    assertThat(sealed.sealed.last().orElseThrow().checkpoint().root()).isEqualTo(root);
    for (int index : new int[]{0, 65_535, 65_536, events - 1}) {
      List<Hash> path = sealed.sealed.inclusion(index, events);
      assertThat(path).isEqualTo(NaiveTree.inclusion(index, leaves).stream().map(Hash::of).toList());
      assertThat(Inclusion.verify(Hash.of(leaves.get(index)), index, events, path, root)).isTrue();
    }
    for (int from : new int[]{1, 257, 65_536, 65_537}) {
      List<Hash> path = sealed.sealed.consistency(from, events);
      assertThat(path).isEqualTo(NaiveTree.consistency(from, leaves).stream().map(Hash::of).toList());
      assertThat(Consistency.verify(from, Hash.of(NaiveTree.root(leaves.subList(0, from))), events, root, path))
          .isTrue();
    }
    assertThat(sealed.sealed.tile(new Tile(2, 0, 1))).hasValueSatisfying(tile -> assertThat(tile).hasSize(32));
    assertThat(sealed.sealed.tile(new Tile(2, 0, 2))).isEmpty();
    assertThat(sealed.sealed.tile(new Tile(0, 256, 256))).hasValueSatisfying(tile -> assertThat(tile).hasSize(8_192));
    assertThat(sealed.sealed.tile(new Tile(0, 257, 256))).isEmpty();
  }

  @Test
  void nothing_is_signed_over_a_log_that_lost_its_end() throws InterruptedException {
    seal(300);
    sealed.tamper("delete from log.event where position > 298");
    // One is appended, so the log ends at 299.
    assertRefused(Finding.EVENTS_MISSING, 300);
  }

  @Test
  void a_running_sealer_notices_that_the_log_lost_its_end() throws InterruptedException {
    sealed.append(300);
    Sealer sealer = sealed.sealer();
    sealer.seal();
    sealed.tamper("delete from log.event where position > 298");
    assertThatExceptionOfType(LogAltered.class).isThrownBy(sealer::seal)
        .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.EVENTS_MISSING));
  }

  @Test
  void nothing_is_signed_over_an_altered_event_of_the_last_tile() throws InterruptedException {
    seal(512);
    sealed.tamper("update log.event set payload = '{}' where position = 300");
    assertRefused(Finding.EVENT_DIFFERS, 300);
  }

  @Test
  void nothing_is_signed_over_tiles_that_do_not_come_to_the_root() throws InterruptedException {
    seal(300);
    sealed.tamper("update log.tile set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1) where level = 1");
    assertRefused(Finding.TILES_DIFFER, 300);
  }

  @Test
  void nothing_is_signed_over_tiles_that_lost_a_row() throws InterruptedException {
    seal(300);
    sealed.tamper("delete from log.tile where level = 0 and index = 1");
    assertRefused(Finding.TILES_DIFFER, 300);
  }

  @Test
  void nothing_is_signed_after_a_checkpoint_that_was_rewritten() throws InterruptedException {
    seal(300);
    sealed.tamper("update log.checkpoint set note = replace(note, 'time 2', 'time 1')");
    assertRefused(Finding.OTHER_KEY, 300);
    sealed.tamper("update log.checkpoint set note = 'nothing'");
    assertRefused(Finding.CHECKPOINT_DIFFERS, 0);
  }

  /** The tree is made anew over an altered past, as whoever owns the database could; he has not the key's memory. */
  @Test
  void nothing_is_signed_where_the_database_was_set_back_behind_what_was_signed() throws InterruptedException {
    seal(300);
    sealed.tamper("update log.event set payload = '{}' where position = 7");
    sealed.tamper("truncate log.tile, log.cosignature, log.checkpoint");
    assertRefused(Finding.CHECKPOINT_DIFFERS, 300);
  }

  @Test
  void a_database_restored_to_an_earlier_state_is_not_sealed_again() throws InterruptedException {
    seal(300);
    seal(300);
    sealed.tamper("""
        delete from log.checkpoint where size > 300;
        delete from log.tile where level = 0 and (index > 1 or first > 0 or index = 1 and first >= 44);
        delete from log.tile where level = 1 and first > 0;
        delete from log.event where position > 300""");
    assertRefused(Finding.CHECKPOINT_DIFFERS, 300);
  }

  @Test
  void another_key_does_not_go_on_from_what_this_one_has_signed() throws Exception {
    seal(300);
    Files.delete(sealed.folder.resolve("log.skey"));
    Files.delete(sealed.folder.resolve("log.vkey"));
    new PrivateFile(sealed.folder.resolve("log.skey"), "another key")
        .create(SignerKey.generate("example.org/other", KeyKind.NOTE).secretText());
    assertRefused(Finding.OTHER_KEY, 0);
    Files.delete(sealed.folder.resolve("log.checkpoint"));
    assertRefused(Finding.OTHER_KEY, 300);
  }

  /** Whatever is left of it tells that there was one: a new one in its place would end the log for every verifier. */
  @Test
  void a_key_that_was_lost_is_not_replaced() throws Exception {
    seal(3);
    Path secret = sealed.folder.resolve("log.skey");
    Files.delete(secret);
    for (String left : List.of("log.vkey", "log.checkpoint", "")) {
      assertThatThrownBy(sealed::key).as("left: %s", left).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("restore").hasMessageContaining("log.skey");
      assertThat(secret).doesNotExist();
      Files.deleteIfExists(sealed.folder.resolve(left.isEmpty() ? "none" : left));
    }
  }

  @Test
  void a_public_key_of_another_is_not_written_over_but_a_half_written_one_is() throws Exception {
    Path published = sealed.folder.resolve("log.vkey");
    String text = sealed.key().key().verifier().text();
    Files.writeString(published, text.substring(0, 20));
    sealed.key();
    assertThat(published).hasContent(text);
    String other = SignerKey.generate("example.org/other", KeyKind.NOTE).verifier().text();
    Files.writeString(published, other);
    assertThatThrownBy(sealed::key).isInstanceOf(IllegalStateException.class).hasMessageContaining("log.vkey");
    assertThat(published).hasContent(other);
  }

  @Test
  void a_clock_that_was_set_back_makes_no_checkpoint_older_than_the_one_before() throws InterruptedException {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    sealed.append(1);
    sealed.sealer(Clock.fixed(noon, ZoneOffset.UTC)).seal();
    sealed.append(1);
    sealed.sealer(Clock.fixed(noon.minusSeconds(3600), ZoneOffset.UTC)).seal();
    Checkpoint last = sealed.sealed.last().orElseThrow().checkpoint();
    assertThat(last.size()).isEqualTo(2);
    assertThat(last.time()).isEqualTo(noon);
  }

  @Test
  void nothing_is_signed_over_a_hole_in_the_last_tile() throws InterruptedException {
    seal(300);
    sealed.tamper("delete from log.event where position = 270");
    assertRefused(Finding.EVENTS_MISSING, 270);
  }

  /** Read page by page, and by a scan where it is much. */
  @ParameterizedTest
  @ValueSource(ints = {40, 10_100})
  void nothing_is_signed_over_a_hole_in_what_is_not_sealed_yet(int unsealed) throws InterruptedException {
    sealed.append(300);
    Sealer sealer = sealed.sealer();
    sealer.seal();
    sealed.append(unsealed);
    sealed.tamper("delete from log.event where position = 320");
    assertThatExceptionOfType(LogAltered.class).isThrownBy(sealer::seal).satisfies(altered -> {
      assertThat(altered.finding()).isEqualTo(Finding.EVENTS_MISSING);
      assertThat(altered.position()).isEqualTo(320);
    });
    assertThat(sealed.roots()).containsOnlyKeys(300);
  }

  @Test
  void what_is_sealed_is_only_ever_added_to() throws InterruptedException {
    seal(3);
    for (String change : List.of("update log.tile set first = 1", "delete from log.tile", "truncate log.tile",
        "update log.checkpoint set size = 4", "delete from log.checkpoint", "delete from log.cosignature",
        "truncate log.cosignature")) {
      assertThatThrownBy(() -> run(change)).as(change).hasMessageContaining("append-only");
    }
  }

  private void seal(int events) throws InterruptedException {
    sealed.append(events);
    sealed.sealer().seal();
  }

  private void assertRefused(Finding finding, long position) {
    Map<Integer, String> before = sealed.roots();
    sealed.append(1);
    assertThatExceptionOfType(LogAltered.class).isThrownBy(() -> sealed.sealer().seal()).satisfies(altered -> {
      assertThat(altered.finding()).as(altered.getMessage()).isEqualTo(finding);
      assertThat(altered.position()).as(altered.getMessage()).isEqualTo(position);
    });
    assertThat(sealed.roots()).isEqualTo(before);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = sealed.database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
