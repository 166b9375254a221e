package io.anamnesis.eventstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.sealing.LogAltered.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpochOpeningTest {
  private final SealedDatabase sealed = new SealedDatabase();

  @AfterEach
  void close() {
    sealed.close();
  }

  private void seal(int events) throws InterruptedException {
    sealed.append(events);
    sealed.sealer().seal();
  }

  private Checkpoint last() {
    return sealed.sealed.last().orElseThrow().checkpoint();
  }

  private NewEpoch opened(DataSource through) throws InterruptedException {
    return new EpochOpening(sealed.log, through, LogSchema.LOG, sealed.key(), Clock.systemUTC()).open("the disk broke");
  }

  /** As a backup from when the log had 300 events would leave it. */
  private void restoreTo300() {
    sealed.tamper("""
        delete from log.statement;
        delete from log.checkpoint where size > 300;
        delete from log.tile where level = 0 and (index > 1 or first > 0 or index = 1 and first >= 44);
        delete from log.tile where level = 1 and first > 0;
        delete from log.event where position > 300""");
  }

  @Test
  void a_log_that_goes_on_from_what_is_known_of_it_is_started() throws InterruptedException {
    sealed.sealer().refuseIfSetBack();
    seal(300);
    sealed.append(2);
    sealed.sealer().refuseIfSetBack();
    assertThat(sealed.roots()).containsOnlyKeys(300);
  }

  @Test
  void a_log_that_was_set_back_is_not_started_and_the_message_says_what_to_do() throws InterruptedException {
    seal(300);
    seal(300);
    restoreTo300();
    assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class)
        .hasMessageContaining("600 events").hasMessageContaining("log open-epoch --reason");
    // Nor where it was made as long again.
    sealed.append(400);
    assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class);
  }

  @Test
  void a_remembered_checkpoint_that_cannot_be_read_is_not_started_on_and_the_message_says_which_file_it_is()
      throws Exception {
    seal(300);
    Path remembered = sealed.folder.resolve("log.checkpoint");
    String whole = Files.readString(remembered);
    for (String damaged : List.of("", "no note", whole.substring(0, whole.length() / 2))) {
      Files.writeString(remembered, damaged);
      assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class)
          .hasMessageContaining("log.checkpoint").hasMessageContaining("Nothing was started")
          .hasMessageContaining("Restore that file");
    }
    Files.writeString(remembered, whole);
    sealed.sealer().refuseIfSetBack();
  }

  /** Signed and on the disk, and then the process died: nobody has seen it, and the events are there. */
  @Test
  void a_checkpoint_that_was_remembered_and_not_published_is_caught_up_with() throws InterruptedException {
    seal(300);
    DyingDatabase dying = new DyingDatabase(sealed.database);
    int deaths = 0;
    for (int step = 1; step <= 14; step++) {
      sealed.append(3);
      Sealer sealer = sealed.sealer(dying.database());
      dying.dieAt(step, false);
      try {
        sealer.seal();
      } catch (LogUnavailable died) {
        deaths++;
      }
      dying.live();
      sealed.sealer().refuseIfSetBack();
    }
    seal(1);
    assertThat(deaths).isPositive();
    assertThat(last().root().bytes())
        .isEqualTo(java.util.HexFormat.of().parseHex(SealedDatabase.naiveRoot(sealed.leaves())));
  }

  @Test
  void nobody_has_seen_a_checkpoint_that_is_not_remembered() throws Exception {
    sealed.append(5);
    Path remembered = sealed.folder.resolve("log.checkpoint");
    DyingDatabase dying = new DyingDatabase(sealed.database);
    for (int step = 1; !Files.exists(remembered); step++) {
      dying.dieAt(step, true);
      try {
        sealed.sealer(dying.database()).seal();
      } catch (LogUnavailable died) {
        assertThat(sealed.sealed.last().isEmpty() || Files.exists(remembered)).as("step %d", step).isTrue();
      }
      dying.live();
    }
  }

  @Test
  void a_new_epoch_says_what_is_gone_and_the_log_goes_on_in_it() throws InterruptedException {
    seal(300);
    Checkpoint kept = last();
    seal(300);
    Checkpoint known = last();
    restoreTo300();
    NewEpoch opened = opened(sealed.database);

    assertThat(opened.epoch()).isOne();
    assertThat(opened.known()).isEqualTo(known.head());
    assertThat(opened.kept()).isEqualTo(kept.head());
    assertThat(opened.reason()).isEqualTo("the disk broke");
    assertThat(opened.lostUpTo(600)).isEqualTo("positions 301 to 600 are gone");
    assertThat(sealed.sealed.epoch()).isOne();
    sealed.sealer().refuseIfSetBack();
    seal(10);
    assertThat(last().epoch()).isOne();
    assertThat(last().size()).isEqualTo(310);
    sealed.sealer().refuseIfSetBack();
    assertThat(sealed.sealed.statements()).hasSize(1);
  }

  @Test
  void what_was_kept_of_an_earlier_epoch_is_still_held_against_the_database() throws InterruptedException {
    seal(300);
    seal(300);
    restoreTo300();
    opened(sealed.database);
    sealed.tamper("update log.event set payload = '{}' where position = 7");
    sealed.tamper("truncate log.tile, log.cosignature, log.checkpoint");
    // Not the tail's memory.
    assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class);
  }

  @Test
  void a_handover_that_the_backup_does_not_know_is_recorded_again_before_the_epoch() throws InterruptedException {
    seal(300);
    new KeyRotation(sealed.log, sealed.database, LogSchema.LOG, sealed.key(), Clock.systemUTC()).rotate();
    seal(300);
    var first = Succession.of(sealed.sealed.statements(), sealed.key().key().verifier()).keys().getFirst();
    restoreTo300();
    assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class);
    opened(sealed.database);
    seal(10);
    Succession succession = Succession.of(sealed.sealed.statements(), first);
    assertThat(succession.keys()).hasSize(2);
    assertThat(succession.epoch()).isOne();
    assertThat(succession.signed(sealed.sealed.last().orElseThrow().note(), last())).isTrue();
    assertThat(sealed.sealed.last().orElseThrow().key()).isEqualTo(succession.current());
  }

  @Test
  void whenever_it_dies_while_an_epoch_is_opened_it_is_either_open_or_not() throws InterruptedException {
    seal(300);
    seal(300);
    restoreTo300();
    DyingDatabase dying = new DyingDatabase(sealed.database);
    boolean isOpen = false;
    for (int step = 1; !isOpen; step++) {
      for (boolean afterwards : new boolean[]{false, true}) {
        if (isOpen) {
          continue;
        }
        dying.dieAt(step, afterwards);
        try {
          opened(dying.database());
        } catch (LogUnavailable died) {
          assertThat(dying.isDead()).isTrue();
        }
        dying.live();
        isOpen = sealed.sealed.epoch() == 1;
        if (!isOpen) {
          assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class);
        }
      }
    }
    sealed.sealer().refuseIfSetBack();
    seal(1);
    assertThat(last().epoch()).isOne();
  }

  @Test
  void a_log_can_be_set_back_again_and_behind_an_earlier_epoch() throws InterruptedException {
    seal(300);
    seal(300);
    restoreTo300();
    opened(sealed.database);
    seal(50);
    restoreTo300();
    assertThatThrownBy(() -> sealed.sealer().refuseIfSetBack()).isInstanceOf(LogSetBack.class)
        .hasMessageContaining("350 events");
    assertThat(opened(sealed.database).epoch()).isEqualTo(2);
    seal(1);
    assertThat(last().epoch()).isEqualTo(2);
    assertThat(Succession.of(sealed.sealed.statements(), sealed.key().key().verifier()).epochs())
        .extracting(epoch -> epoch.known().size()).isEqualTo(List.of(600L, 350L));
  }

  @Test
  void no_statement_makes_an_altered_log_right() throws InterruptedException {
    seal(300);
    seal(300);
    restoreTo300();
    sealed.tamper("update log.event set payload = '{}' where position = 290");
    assertThatExceptionOfType(LogAltered.class).isThrownBy(() -> opened(sealed.database))
        .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.EVENT_DIFFERS));
    assertThat(sealed.sealed.epoch()).isZero();
  }
}
