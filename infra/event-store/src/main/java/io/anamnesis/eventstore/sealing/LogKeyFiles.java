package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is kept of a log outside of its database, beside each other: the secret key that it signs with ({@code log.skey}, its owner's
 * alone), the public one ({@code log.vkey}), the last checkpoint that was signed or seen ({@code log.checkpoint}) and all statements
 * ({@code log.statements}). So it is noticed if the database was set back behind them. Several threads may share one.
 */
public final class LogKeyFiles {
  private final KeyPlaces places;
  private Succession succession;
  private SignerKey key;

  private LogKeyFiles(KeyPlaces places, Succession succession, SignerKey key) {
    this.places = places;
    this.succession = succession;
    this.key = key;
  }

  /**
   * Opens the key, and makes one where there never was any. The file is written over where the log was handed over to the next
   * key, and else never.
   *
   * @param secret file of the secret key; the others lie beside it
   * @param sealed what was signed so far: a log that was sealed has a key, wherever it is now
   * @throws IllegalStateException if the secret key was lost, if others may read it, if it is none that signs notes, if the log was
   *     handed over to another one, or if the public key beside it is another one's
   */
  public static LogKeyFiles open(Path secret, SealedLog sealed) {
    KeyPlaces places = KeyPlaces.of(secret);
    if (!places.secret().exists()) {
      boolean hadKey = places.anythingBeside() || sealed.last().isPresent();
      // Looked for again: another process may have made it meanwhile, and signed.
      if (hadKey && !places.secret().exists()) {
        throw new IllegalStateException("the log was signed with a key that is not in " + places.secret().path()
            + " any more: restore that file from its backup. Another key could not go on from what is signed");
      }
      places.secret().create(SignerKey.generate(newName(sealed.schema()), KeyKind.NOTE).secretText() + "\n");
    }
    SignerKey found = read(places.secret());
    LogKeyFiles files = new LogKeyFiles(places, Succession.of(List.of(), found.verifier()), found);
    files.settle(files.written());
    places.publish(files.succession);
    return files;
  }

  /** Unlike any other log's: a checkpoint of one is never taken for one of another. */
  private static String newName(LogSchema schema) {
    return "anamnesis.local/" + schema.name() + "/" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  private static SignerKey read(PrivateFile file) {
    try {
      SignerKey key = SignerKey.parse(file.read().strip());
      if (key.verifier().kind() == KeyKind.NOTE) {
        return key;
      }
    } catch (MalformedProof damaged) {
      // Told below, without what was read.
    }
    throw new IllegalStateException("the file " + file.path() + " holds no key that a log signs with");
  }

  private Succession written() {
    try {
      return Succession.of(places.statements().exists() ? SignedNote.parseAll(places.statements().read()) : List.of(),
          key.verifier());
    } catch (MalformedProof damaged) {
      throw new IllegalStateException("the file " + places.statements().path()
          + " is not what the log has said of itself: restore it from its backup (" + damaged.getMessage() + ")");
    }
  }

  /**
   * Takes up the key whose turn it is. A process that died while it handed over has left it beside the one before.
   *
   * @throws KeyHandedOver if it is neither
   */
  private void settle(Succession now) {
    succession = now;
    VerifierKey current = now.current();
    if (key.verifier().equals(current)) {
      return;
    }
    SignerKey again = read(places.secret());
    if (!again.verifier().equals(current)) {
      if (!places.next().exists() || !read(places.next()).verifier().equals(current)) {
        throw new KeyHandedOver(current, places.secret().path());
      }
      again = read(places.next());
      places.secret().replace(again.secretText() + "\n");
    }
    key = again;
    places.publish(now);
  }

  /** That signs now. */
  public synchronized SignerKey key() {
    return key;
  }

  /** As far as this process knows it. */
  public synchronized Succession succession() {
    return succession;
  }

  /**
   * What is the case where the database holds certain statements: those that it has and this machine has not are kept here too.
   *
   * @param stored in the database
   * @return those that it lacks
   * @throws LogAltered if they are not those that are known here, or were not signed by whose turn it was
   * @throws KeyHandedOver if they name a key that is not here
   */
  synchronized List<SignedNote> agree(List<SignedNote> stored) {
    List<SignedNote> known = succession.notes();
    if (begins(known, stored)) {
      settle(succession);
      return known.subList(stored.size(), known.size());
    }
    if (!begins(stored, known)) {
      throw differs("they are not those that are kept in " + places.statements().path());
    }
    keep(parsed(stored));
    return List.of();
  }

  private Succession parsed(List<SignedNote> stored) {
    try {
      Succession longer = Succession.of(stored, key.verifier());
      if (longer.keys().contains(key.verifier())) {
        return longer;
      }
    } catch (MalformedProof forged) {
      throw differs(String.valueOf(forged.getMessage()));
    }
    throw differs("they do not name the key " + key);
  }

  private static LogAltered differs(String why) {
    return new LogAltered(LogAltered.Finding.STATEMENTS_DIFFER, 0,
        "the statements in the database are not the log's: " + why);
  }

  private static boolean begins(List<SignedNote> whole, List<SignedNote> part) {
    return whole.size() >= part.size() && whole.subList(0, part.size()).equals(part);
  }

  /** @throws LogAltered if what is remembered is not of this key, nor of those before it */
  synchronized Optional<Checkpoint> lastSigned() {
    if (!places.lastSigned().exists()) {
      return Optional.empty();
    }
    try {
      SignedNote note = SignedNote.parse(places.lastSigned().read());
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (succession.signed(note, checkpoint)) {
        return Optional.of(checkpoint);
      }
    } catch (MalformedProof damaged) {
      // Told below.
    }
    throw new LogAltered(LogAltered.Finding.OTHER_KEY, 0, "the file " + places.lastSigned().path()
        + " does not hold a checkpoint that this key has signed: another key, or another log, belongs to it");
  }

  /** On the disk when it returns, before anybody else can see it. */
  synchronized void remember(SignedNote checkpoint) {
    places.lastSigned().replace(checkpoint.note());
  }

  /** Another process may have signed it; never goes back to an earlier one. */
  synchronized void saw(SignedNote checkpoint) {
    Checkpoint seen = Checkpoint.parse(checkpoint.text());
    boolean isLater = lastSigned().map(last -> last.epoch() < seen.epoch()
        || last.epoch() == seen.epoch() && last.size() < seen.size()).orElse(true);
    if (isLater) {
      remember(checkpoint);
    }
  }

  /**
   * Keeps the whole of what the log has stated; after a handover it is signed with the other key from here on. Where another, in this
   * process or a second one, has gone on from there already and kept it, that stays.
   */
  synchronized void keep(Succession stated) {
    Succession longest = stated;
    for (Succession known : List.of(succession, written())) {
      longest = begins(known.notes(), longest.notes()) ? known : longest;
    }
    if (longest == stated) {
      places.statements().replace(SignedNote.all(stated.notes()));
    }
    settle(longest);
  }

  /** A key to hand over to, on the disk; it counts for nothing before a handover names it. */
  synchronized SignerKey makeNext() {
    SignerKey next = SignerKey.generate(key.verifier().name(), KeyKind.NOTE);
    places.next().replace(next.secretText() + "\n");
    return next;
  }
}
