package io.anamnesis.standalone.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness before a log that may lie. */
class WitnessTest {
  private static final String ORIGIN = "example.org/log";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir
  private Path folder;

  private final ShownLog log = ShownLog.open(ORIGIN);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void a_log_that_grows_is_cosigned_with_the_time_at_each_look() throws IOException {
    log.show("a", "b", "c");
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);
    log.show("a", "b", "c", "d", "e", "f");
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);

    VerifierKey witness = VerifierKey.parse(Files.readString(folder.resolve("seen.vkey")).strip());
    assertThat(log.cosigned()).hasSize(2)
        .allSatisfy(note -> assertThat(note.cosignedBy(witness)).contains(NOW));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("seen.skey"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_past_that_was_rewritten_is_refused_and_kept_as_evidence() throws IOException {
    log.show("a", "b", "c");
    look();
    log.show("a", "B", "c", "d");
    assertSplit("does not go on from the 3");
    SignedNote evidence = SignedNote.parse(Files.readString(folder.resolve("seen.refused")));
    assertThat(evidence.isSignedBy(VerifierKey.parse(log.vkey()))).isTrue();
    assertThat(evidence.text().lines()).element(1).isEqualTo("4");
  }

  @Test
  void another_past_of_the_same_length_is_refused() {
    log.show("a", "b", "c");
    look();
    log.show("a", "b", "C");
    assertSplit("does not go on from the 3");
  }

  @Test
  void a_log_that_became_shorter_is_refused() {
    log.show("a", "b", "c");
    look();
    log.show("a", "b");
    assertSplit("shows 2 events, and has shown 3");
  }

  @Test
  void events_that_changed_places_are_refused() {
    log.show("a", "b", "c", "d", "e");
    look();
    log.show("a", "c", "b", "d", "e", "f");
    assertSplit("does not go on from the 5");
  }

  @Test
  void what_was_refused_does_not_become_what_was_seen() {
    log.show("a", "b", "c");
    look();
    log.show("A", "b", "c", "d");
    assertSplit("does not go on");
    log.show("A", "b", "c", "d", "e");
    assertSplit("does not go on");
    log.show("a", "b", "c", "d");
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);
  }

  @Test
  void a_checkpoint_of_another_key_is_refused() {
    log.show("a");
    look();
    log.signWith(SignerKey.generate(ORIGIN, KeyKind.NOTE));
    log.show("a", "b");
    assertSplit("not signed by the log's key");
  }

  @Test
  void a_checkpoint_that_names_another_log_is_refused() {
    log.signWith(SignerKey.generate("example.org/other", KeyKind.NOTE));
    log.show("a");
    assertSplit("no checkpoint of it");
  }

  @Test
  void a_key_from_elsewhere_is_trusted_and_no_other() {
    log.show("a");
    assertThat(look("--key", log.vkey())).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(look("--key", SignerKey.generate(ORIGIN, KeyKind.NOTE).verifier().text()))
        .isEqualTo(WitnessCommand.COULD_NOT_RUN);
    assertThat(look("--key", "nonsense")).isEqualTo(WitnessCommand.COULD_NOT_RUN);
  }

  /** One that is no proof accuses nobody: exit code 1 is kept for a log that has signed two pasts. */
  @Test
  void an_answer_that_is_not_understood_is_no_split_view() {
    log.show("a", "b", "c");
    look();
    log.show("a", "b", "c", "d");
    for (String other : List.of("{}", "{\"path\":{}}", "{\"path\":[7]}", "[]", "{\"path\":[\"AA==\"]}", "<html>")) {
      log.answerInstead(other);
      assertThat(look()).as(other).isEqualTo(WitnessCommand.COULD_NOT_RUN);
    }
  }

  @Test
  void a_file_that_cannot_be_written_is_no_split_view() throws IOException {
    Files.createDirectory(folder.resolve("seen.vkey"));
    log.show("a");
    assertThat(look()).isEqualTo(WitnessCommand.COULD_NOT_RUN);
  }

  @Test
  void the_token_is_read_from_its_file_at_each_look() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "first\n");
    log.show("a");
    List<String> words = List.of("--once", "--state", folder.resolve("seen").toString(), "--url", log.url(),
        "--token-file", file.toString());
    assertThat(run(words)).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(log.token()).isEqualTo("Bearer first");
    Files.writeString(file, "second");
    assertThat(run(words)).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(log.token()).isEqualTo("Bearer second");
    Files.delete(file);
    assertThat(run(words)).isEqualTo(WitnessCommand.COULD_NOT_RUN);
  }

  @Test
  void a_key_that_the_known_one_hands_over_to_is_followed_and_no_other_whose_turn_it_was_not() {
    log.show("a");
    String old = log.vkey();
    look();
    SignerKey next = SignerKey.generate(ORIGIN, KeyKind.NOTE);
    log.handOverTo(next);
    log.show("a", "b");
    assertThat(look("--key", old)).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("handed over", old, log.vkey());
    assertThat(look("--key", old)).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(look("--key", log.vkey())).isEqualTo(WitnessCommand.COSIGNED);
    log.signWith(SignerKey.generate(ORIGIN, KeyKind.NOTE));
    log.show("a", "b", "c");
    assertSplit("not signed by the log's key");
  }

  @Test
  void the_old_key_signs_nothing_any_more() {
    SignerKey old = SignerKey.generate(ORIGIN, KeyKind.NOTE);
    log.signWith(old);
    log.show("a");
    look();
    log.handOverTo(SignerKey.generate(ORIGIN, KeyKind.NOTE));
    log.signWith(old);
    log.show("a", "b");
    assertSplit("whose turn it was not");
  }

  @Test
  void a_log_that_was_set_back_is_followed_where_it_says_so_signed_and_what_is_lost_is_told_loudly()
      throws IOException {
    log.show("a", "b", "c", "d", "e");
    look();
    String seen = Files.readString(folder.resolve("seen"));
    log.show("a", "b");
    log.openEpoch(5, "the disk broke");
    log.show("a", "b", "x");
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("LOST: positions 3 to 5 are gone", "the disk broke");
    assertThat(folder.resolve("seen.before-epoch-1")).hasContent(seen.strip());
    log.show("a", "b", "x", "y");
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void a_new_epoch_excuses_no_other_past_than_the_one_that_it_names() {
    log.show("a", "b", "c");
    look();
    log.show("a", "b");
    log.openEpoch(3, "the disk broke");
    log.show("a", "B", "x");
    assertSplit("does not go on from the 2");
  }

  /** Nothing that this witness has seen is gone: all of it is held against what the log shows. */
  @Test
  void a_new_epoch_that_kept_all_that_was_seen_excuses_nothing() {
    log.show("a", "b");
    look();
    log.show("A", "b", "c");
    log.openEpoch(5, "the disk broke");
    log.show("A", "b", "c", "d");
    assertSplit("does not go on from the 2");
    log.show("a", "b", "c", "d");
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void a_statement_that_is_not_signed_is_none() {
    log.show("a", "b", "c");
    look();
    log.show("a", "b");
    log.openEpoch(3, "the disk broke");
    String note = log.lastStatement().note();
    log.restate(SignedNote.parse(note.replace("the disk", "the desk")));
    assertThat(look()).isEqualTo(WitnessCommand.COULD_NOT_RUN);
    log.restate(SignedNote.parse(note));
    assertThat(look()).isEqualTo(WitnessCommand.COSIGNED);
  }

  private void assertSplit(String why) {
    int before = log.cosigned().size();
    assertThat(look()).isEqualTo(WitnessCommand.SPLIT_VIEW);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Split view", why);
    assertThat(log.cosigned()).hasSize(before);
  }

  private int look(String... more) {
    List<String> words = new ArrayList<>(List.of("--once", "--state", folder.resolve("seen").toString(), "--url",
        log.url(), "--token", "any"));
    words.addAll(List.of(more));
    return run(words);
  }

  private int run(List<String> words) {
    err.reset();
    return new WitnessCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Clock.fixed(NOW, ZoneOffset.UTC)).run(words);
  }
}
