package io.anamnesis.eventstore.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final VerifierKey LOG = VerifierKey.parse(TestSigner.LOG.vkey());
  private static final String TEXT = "If you think cryptography is the answer to your problem,\n"
      + "then you don't know what your problem is.\n";

  /** The example of Go's package note. */
  @Test
  void a_note_that_go_signed_verifies() {
    VerifierKey key = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    SignedNote note =
        SignedNote.parse(TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2p"
            + "ZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
    assertThat(note.isSignedBy(key)).isTrue();
    assertThat(note.isSignedBy(LOG)).isFalse();
    assertThat(key.text()).startsWith("PeterNeumann+c74f20a3+");
  }

  @Test
  void a_key_signs_as_another_program_does_with_it() {
    SignerKey log = SignerKey.parse(TestSigner.LOG.skey());
    SignerKey witness = SignerKey.parse(TestSigner.WITNESS.skey());
    assertThat(log.verifier()).isEqualTo(LOG);
    assertThat(log.secretText()).isEqualTo(TestSigner.LOG.skey());
    assertThat(log.sign(TEXT).line() + "\n").isEqualTo(TestSigner.LOG.line(TEXT));
    assertThat(witness.cosign(TEXT, Instant.ofEpochSecond(1_679_315_147L)).line() + "\n")
        .isEqualTo(TestSigner.WITNESS.cosignatureLine(TEXT, 1_679_315_147L));
  }

  @Test
  void a_key_of_one_kind_never_signs_as_the_other() {
    assertThatIllegalStateException().isThrownBy(() -> SignerKey.parse(TestSigner.WITNESS.skey()).sign(TEXT));
    assertThatIllegalStateException()
        .isThrownBy(() -> SignerKey.parse(TestSigner.LOG.skey()).cosign(TEXT, Instant.EPOCH));
  }

  @Test
  void a_secret_key_is_shown_by_nothing_but_its_own_text() {
    SignerKey key = SignerKey.generate("anamnesis.example/log", KeyKind.NOTE);
    assertThat(key).hasToString(key.verifier().text());
    assertThat(SignerKey.parse(key.secretText()).verifier()).isEqualTo(key.verifier());
  }

  @Test
  void two_keys_made_are_never_the_same() {
    assertThat(SignerKey.generate("a", KeyKind.NOTE).verifier())
        .isNotEqualTo(SignerKey.generate("a", KeyKind.NOTE).verifier());
  }

  @Test
  void one_false_line_of_a_key_spoils_its_true_one() {
    SignedNote signed = new SignedNote(TEXT, List.of(SignerKey.parse(TestSigner.LOG.skey()).sign(TEXT)));
    assertThat(signed.isSignedBy(LOG)).isTrue();
    assertThat(signed.with(SignerKey.parse(TestSigner.LOG.skey()).sign("other\n")).isSignedBy(LOG)).isFalse();
  }

  @Test
  void the_earliest_cosignature_of_a_witness_counts() {
    SignerKey witness = SignerKey.parse(TestSigner.WITNESS.skey());
    SignedNote note = new SignedNote(TEXT, List.of(witness.cosign(TEXT, Instant.ofEpochSecond(20)),
        witness.cosign(TEXT, Instant.ofEpochSecond(10))));
    assertThat(note.cosignedBy(witness.verifier())).contains(Instant.ofEpochSecond(10));
  }

  @Test
  void a_checkpoint_reads_back_as_it_was_written() {
    Checkpoint checkpoint = new Checkpoint("anamnesis.example/log", 70_000, MerkleTree.EMPTY_ROOT,
        Instant.parse("2026-03-01T02:15:00.123456Z"));
    SignedNote note = checkpoint.signedWith(SignerKey.parse(TestSigner.LOG.skey()));
    assertThat(SignedNote.parse(note.note())).isEqualTo(note);
    assertThat(note.isSignedBy(LOG)).isTrue();
    assertThat(Checkpoint.parse(note.text())).isEqualTo(checkpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n— name AAAA\n",
      "text\n\n— name AAAAAA==", "text\n\n- name AAAAAAA=\n", "te\txt\n\n— name AAAAAAA=\n",
      "text\n\n— na+me AAAAAAA=\n",
      "text\n\n— name AAAAAAB=\n", "text\n\n— name AAAAAAA\n", "text\n\n— name AAAAAAA=\nmore\n"})
  void what_is_no_note_is_told_apart_from_one_that_is_false(String note) {
    assertThatExceptionOfType(MalformedProof.class).isThrownBy(() -> SignedNote.parse(note));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a+b", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumanN+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "Peter Neumann+c74f20a3+AQ=="})
  void what_is_no_public_key_is_refused(String vkey) {
    assertThatExceptionOfType(MalformedProof.class).isThrownBy(() -> VerifierKey.parse(vkey));
  }

  @ParameterizedTest
  @ValueSource(strings = {"o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "o\n01\n%s\ntime %t\n",
      "o\n-1\n%s\ntime %t\n",
      "o\n1\n%s\ntime 2026-03-01T02:15:00.0Z\n", "o\n1\n%s\ntime %t\nmore\n", "o o\n1\n%s\ntime %t\n",
      "\n1\n%s\ntime %t\n",
      "o\n1\nAAAA\ntime %t\n", "o\n1\n%s\n%t\n", "o\n1\n%s\ntime %t"})
  void what_is_no_checkpoint_is_refused(String text) {
    String filled = text.replace("%s", MerkleTree.EMPTY_ROOT.base64()).replace("%t", "2026-03-01T02:15:00Z");
    assertThatExceptionOfType(MalformedProof.class).isThrownBy(() -> Checkpoint.parse(filled));
  }
}
