package io.anamnesis.eventstore.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a log states of itself can be read back, and no byte of it can be another one. */
class StatementProperties {
  private static final SignerKey FIRST = SignerKey.parse(TestSigner.LOG.skey());
  private static final SignerKey NEXT = SignerKey.parse(TestSigner.NEXT.skey());
  private static final String ORIGIN = TestSigner.LOG.name();
  private static final TreeHead HEAD = new TreeHead(70_000, MerkleTree.leafHash(new byte[]{1}));

  @Property(tries = 200)
  void a_new_epoch_is_read_back_whatever_its_reason(@ForAll("reasons") String reason) {
    NewEpoch opened = new NewEpoch(ORIGIN, 1, 1, HEAD, TreeHead.EMPTY, reason, Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(LogStatement.parse(opened.text())).isEqualTo(opened);
    SignedNote note = opened.signedWith(FIRST);
    assertThat(SignedNote.parseAll(SignedNote.all(List.of(note, note)))).containsExactly(note, note);
  }

  @Provide
  Arbitrary<String> reasons() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(60).filter(NewEpoch::isReason);
  }

  @Property(tries = 1_000)
  void no_byte_of_statements_can_be_another_one(@ForAll int at, @ForAll byte other) {
    byte[] bytes = SignedNote.all(statements()).getBytes(StandardCharsets.UTF_8);
    int index = Math.floorMod(at, bytes.length);
    if (bytes[index] == other) {
      return;
    }
    bytes[index] = other;
    assertThat(isTaken(bytes)).as("byte %d is %d", index, other).isFalse();
  }

  private static boolean isTaken(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Succession succession = Succession.of(SignedNote.parseAll(text), FIRST.verifier());
      return succession.keys().contains(FIRST.verifier());
    } catch (MalformedProof | CharacterCodingException refused) {
      return false;
    }
  }

  private static List<SignedNote> statements() {
    Instant time = Instant.parse("2026-03-01T00:00:00.123Z");
    return List.of(
        new KeyHandover(ORIGIN, 1, FIRST.verifier(), NEXT.verifier(), 0, HEAD, time).signedWith(FIRST, NEXT),
        new NewEpoch(ORIGIN, 2, 1, HEAD, TreeHead.EMPTY, "磁盘损坏", time).signedWith(NEXT));
  }
}
