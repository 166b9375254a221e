package io.anamnesis.eventstore.proof;

import java.time.Instant;
import java.util.List;

/**
 * One key hands the log over to the next; both sign. So whoever trusts either of them knows the other: the old key says who may go
 * on, and the new one from whom it took over.
 *
 * @param from signs checkpoints of this epoch up to the size of {@code at}, and none beyond
 * @param to signs those that follow
 * @param epoch that the log was in
 * @param at the last checkpoint before
 */
public record KeyHandover(String origin, long number, VerifierKey from, VerifierKey to, long epoch, TreeHead at,
    Instant time) implements LogStatement {
  static final String TAG = "anamnesis-key-handover/v1";

  public KeyHandover {
    KeyName.checked(origin);
    if (!from.name().equals(origin) || !to.name().equals(origin) || from.kind() != KeyKind.NOTE
        || to.kind() != KeyKind.NOTE) {
      throw new MalformedProof("both keys of a handover sign notes and have the name of the log");
    }
    if (from.equals(to)) {
      throw new MalformedProof("a handover names another key");
    }
    if (number < 1 || epoch < 0) {
      throw new MalformedProof("statements are counted from 1 and epochs from 0");
    }
  }

  static KeyHandover read(StatementLines lines) {
    return new KeyHandover(lines.plain(), lines.number("number"), VerifierKey.parse(lines.after("from")),
        VerifierKey.parse(lines.after("to")), lines.number("epoch"), TreeHead.parse(lines.after("at")), lines.time());
  }

  @Override
  public String text() {
    return TAG + "\n" + origin + "\nnumber " + number + "\nfrom " + from + "\nto " + to + "\nepoch " + epoch + "\nat "
        + at.text() + "\ntime " + time + "\n";
  }

  public SignedNote signedWith(SignerKey old, SignerKey next) {
    return new SignedNote(text(), List.of(old.sign(text()), next.sign(text())));
  }
}
