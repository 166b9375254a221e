package io.anamnesis.eventstore.proof;

import java.time.Instant;
import java.util.List;

/**
 * The log was set back, on purpose, behind a checkpoint that it had signed, and goes on from there: what it says afterwards is not
 * held against what it said of the positions that are gone.
 *
 * @param epoch that begins; the first one that is opened is 1
 * @param known the last checkpoint that was signed before
 * @param kept from where the log goes on: the last checkpoint of the database that was restored
 * @param reason in a person's words, on one line
 */
public record NewEpoch(String origin, long number, long epoch, TreeHead known, TreeHead kept, String reason,
    Instant time) implements LogStatement {
  static final String TAG = "anamnesis-epoch/v1";
  static final int LONGEST_REASON = 500;

  public NewEpoch {
    KeyName.checked(origin);
    if (number < 1 || epoch < 1) {
      throw new MalformedProof("statements and new epochs are counted from 1");
    }
    if (!isReason(reason)) {
      throw new MalformedProof("a reason is one line of 1 to " + LONGEST_REASON
          + " characters, without control characters and without a space at either end");
    }
  }

  /** Whether it can be signed; what it must be is told in {@code docs/reference/statements.md}. */
  public static boolean isReason(String reason) {
    return !reason.isEmpty() && reason.codePointCount(0, reason.length()) <= LONGEST_REASON
        && !reason.startsWith(" ") && !reason.endsWith(" ")
        && reason.codePoints().noneMatch(c -> c < ' ' || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x2029
            || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  static NewEpoch read(StatementLines lines) {
    return new NewEpoch(lines.plain(), lines.number("number"), lines.number("epoch"),
        TreeHead.parse(lines.after("known")), TreeHead.parse(lines.after("kept")), lines.after("reason"), lines.time());
  }

  @Override
  public String text() {
    return TAG + "\n" + origin + "\nnumber " + number + "\nepoch " + epoch + "\nknown " + known.text() + "\nkept "
        + kept.text() + "\nreason " + reason + "\ntime " + time + "\n";
  }

  public SignedNote signedWith(SignerKey key) {
    return new SignedNote(text(), List.of(key.sign(text())));
  }

  /** Whether something that a checkpoint of an earlier epoch covers is gone. */
  public boolean lost(Checkpoint earlier) {
    return earlier.epoch() < epoch && earlier.size() > kept.size();
  }

  /** @param size up to which somebody knew the log; more than is kept */
  public String lostUpTo(long size) {
    long first = kept.size() + 1;
    return first == size ? "position " + first + " is gone" : "positions " + first + " to " + size + " are gone";
  }

  /** When it was opened and why. */
  public String opening() {
    return "epoch " + epoch + " was opened at " + time + ": " + reason;
  }
}
