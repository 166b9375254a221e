package io.anamnesis.eventstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.Intercepted;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.KeyHandover;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.eventstore.sealing.LogAltered.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationTest {
  private final SealedDatabase sealed = new SealedDatabase();

  @AfterEach
  void close() {
    sealed.close();
  }

  private KeyRotation rotation(DataSource through) {
    return rotation(through, sealed.key());
  }

  private KeyRotation rotation(DataSource through, LogKeyFiles files) {
    return new KeyRotation(sealed.log, through, LogSchema.LOG, files, Clock.systemUTC());
  }

  private KeyHandover rotated() throws InterruptedException {
    return rotation(sealed.database).rotate();
  }

  private void seal(int events) throws InterruptedException {
    sealed.append(events);
    sealed.sealer().seal();
  }

  /** As whoever checks works it out, who knows the first key alone. */
  private Succession succession(VerifierKey first) {
    return Succession.of(sealed.sealed.statements(), first);
  }

  /** Every checkpoint is signed by the key whose turn it was. */
  private void assertSigned(VerifierKey first) {
    Succession succession = succession(first);
    assertThat(sealed.roots().keySet()).isNotEmpty().allSatisfy(size -> {
      SealedCheckpoint checkpoint = sealed.sealed.atOrAfter(size).orElseThrow();
      assertThat(checkpoint.key()).as("size %d", size).isEqualTo(succession.keyAt(0, size));
      assertThat(succession.signed(checkpoint.note(), checkpoint.checkpoint())).as("size %d", size).isTrue();
    });
  }

  @Test
  void what_follows_a_handover_is_signed_by_the_new_key_and_what_was_before_it_stays() throws Exception {
    seal(5);
    VerifierKey first = sealed.key().key().verifier();
    Sealer running = sealed.sealer();
    running.seal();
    KeyHandover one = rotated();
    sealed.append(3);
    running.seal();
    KeyHandover other = rotated();
    seal(1);

    assertThat(one.from()).isEqualTo(first);
    assertThat(one.at().size()).isEqualTo(5);
    assertThat(other.from()).isEqualTo(one.to());
    assertThat(succession(first).keys()).containsExactly(first, one.to(), other.to());
    assertThat(sealed.sealed.last().orElseThrow().key()).isEqualTo(other.to());
    assertThat(sealed.folder.resolve("log.vkey")).hasContent(other.to().text());
    assertThat(Files.readString(sealed.folder.resolve("log.skey"))).isNotEqualTo(first.text()).contains("PRIVATE");
    assertSigned(first);
  }

  /** The process dies at each of its steps in turn, before it or after it, and is started anew. */
  @Test
  void whenever_a_process_dies_while_it_hands_over_the_key_whose_turn_it_is_goes_on() throws Exception {
    seal(5);
    VerifierKey first = sealed.key().key().verifier();
    DyingDatabase dying = new DyingDatabase(sealed.database);
    int deaths = 0;
    for (int step = 1; step <= 8; step++) {
      for (boolean afterwards : new boolean[]{false, true}) {
        KeyRotation rotation = rotation(dying.database());
        dying.dieAt(step, afterwards);
        try {
          rotation.rotate();
        } catch (LogUnavailable died) {
          deaths++;
        }
        dying.live();
        seal(2);
        assertSigned(first);
        assertThat(sealed.folder.resolve("log.vkey")).hasContent(succession(first).current().text());
      }
    }
    assertThat(deaths).isPositive();
    assertThat(sealed.sealed.statements()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_handover_that_comes_between_another_and_its_files_takes_nothing_from_it(boolean inTheSameProcess)
      throws Exception {
    seal(5);
    LogKeyFiles files = sealed.key();
    VerifierKey first = files.key().verifier();
    LogKeyFiles others = inTheSameProcess ? files : sealed.key();
    List<KeyHandover> between = new ArrayList<>();
    DataSource interrupted = atFirstClose(() -> between.add(rotation(sealed.database, others).rotate()));

    KeyHandover one = rotation(interrupted, files).rotate();

    assertThat(one.from()).isEqualTo(first);
    assertThat(between).singleElement().satisfies(other -> assertThat(other.from()).isEqualTo(one.to()));
    assertThat(files.key().verifier()).isEqualTo(between.getFirst().to());
    assertThat(SignedNote.parseAll(Files.readString(sealed.folder.resolve("log.statements"))))
        .isEqualTo(sealed.sealed.statements()).hasSize(2);
    seal(2);
    assertSigned(first);
  }

  /** What happens once, as soon as a connection was given back. */
  private DataSource atFirstClose(Callable<?> happening) {
    AtomicBoolean happened = new AtomicBoolean();
    return Intercepted.of(DataSource.class, (method, arguments) -> {
      Object answer = Intercepted.passOn(sealed.database, method, arguments);
      return answer instanceof Connection connection
          ? Intercepted.of(Connection.class, (called, with) -> {
            Object told = Intercepted.passOn(connection, called, with);
            if (called.getName().equals("close") && happened.compareAndSet(false, true)) {
              happening.call();
            }
            return told;
          })
          : answer;
    });
  }

  /** What the files are wherever it dies between the commit and the last of them. */
  @Test
  void a_handover_that_is_in_the_database_alone_is_taken_up_at_the_next_start() throws Exception {
    seal(5);
    VerifierKey first = sealed.key().key().verifier();
    Path before = Files.createTempDirectory("before");
    copy("log.skey", sealed.folder, before);
    rotated();
    copy("log.skey", before, sealed.folder);
    Files.delete(sealed.folder.resolve("log.statements"));
    Files.writeString(sealed.folder.resolve("log.vkey"), first.text() + "\n");

    seal(2);

    assertThat(sealed.sealed.last().orElseThrow().key()).isEqualTo(succession(first).current()).isNotEqualTo(first);
    assertSigned(first);
  }

  @Test
  void a_machine_that_has_the_old_key_says_so_and_signs_nothing() throws Exception {
    seal(5);
    Path other = Files.createTempDirectory("other");
    copy("log.skey", sealed.folder, other);
    LogKeyFiles old = LogKeyFiles.open(other.resolve("log.skey"), sealed.sealed);
    rotated();
    sealed.append(1);
    Sealer sealer = new Sealer(sealed.log, sealed.tail, sealed.database, old, Clock.systemUTC());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(sealer::seal).isInstanceOf(IllegalStateException.class).hasMessageContaining("handed over")
          .hasMessageContaining("log.skey");
    }
    assertThat(sealed.roots()).containsOnlyKeys(5);
    copy("log.skey", sealed.folder, other);
    sealer.seal();
    assertThat(sealed.roots()).containsOnlyKeys(5, 6);
  }

  private static void copy(String name, Path from, Path to) throws IOException {
    Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Test
  void two_sealers_go_on_while_the_key_is_handed_over_again_and_again() throws Exception {
    seal(1);
    VerifierKey first = sealed.key().key().verifier();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Boolean>> sealing =
          List.of(threads.submit(() -> sealUntil(done)), threads.submit(() -> sealUntil(done)));
      for (int i = 0; i < 4; i++) {
        sealed.append(7);
        rotated();
      }
      done.set(true);
      for (Future<Boolean> each : sealing) {
        assertThat(each.get()).isTrue();
      }
    }
    seal(1);
    assertThat(succession(first).keys()).hasSize(5);
    assertSigned(first);
  }

  private boolean sealUntil(AtomicBoolean done) throws InterruptedException {
    Sealer sealer = sealed.sealer();
    while (!done.get()) {
      sealer.seal();
    }
    return true;
  }

  @Test
  void nothing_is_handed_over_by_a_log_that_was_altered() throws Exception {
    seal(300);
    sealed.tamper("update log.event set payload = '{}' where position = 290");
    assertThatExceptionOfType(LogAltered.class).isThrownBy(this::rotated)
        .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.EVENT_DIFFERS));
    assertThat(sealed.sealed.statements()).isEmpty();
  }

  @Test
  void statements_that_the_database_lost_or_that_another_wrote_are_noticed() throws Exception {
    seal(5);
    rotated();
    String note = sealed.sealed.statements().getFirst().note();
    sealed.tamper("delete from log.statement");
    seal(1);
    assertThat(sealed.sealed.statements()).extracting(statement -> statement.note()).containsExactly(note);
    sealed.tamper("update log.statement set note = replace(note, 'time 2', 'time 3')");
    sealed.append(1);
    assertThatExceptionOfType(LogAltered.class).isThrownBy(() -> sealed.sealer().seal())
        .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.STATEMENTS_DIFFER));
  }
}
