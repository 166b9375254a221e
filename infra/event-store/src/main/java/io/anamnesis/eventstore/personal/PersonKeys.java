package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import java.time.Duration;
import java.time.Instant;

/** The keys of persons as something that can be destroyed, and never comes back. Thread-safe. */
public interface PersonKeys {

  /** What became of a key. */
  enum KeyState {
    /** Nothing was ever sealed with it. */
    NEVER,
    /** Whoever may see the person's data may see what it seals. */
    ACTIVE,
    /** Only an auditor with a purpose may see what it seals. */
    RESTRICTED,
    /** What it sealed can be read by nobody any more. */
    DESTROYED
  }

  /**
   * As the database tells now.
   *
   * @throws io.anamnesis.eventstore.LogUnavailable if it does not answer
   */
  KeyState state(String subject, KeyKind kind);

  /**
   * Destroys the key for good: on the erasure list first, on the disk, then fence and deletion in one transaction. Idempotent;
   * of a key that never was the fence is set all the same. What ended in between is completed by the next that is destroyed,
   * or at the next start.
   *
   * @return when it was destroyed
   * @throws io.anamnesis.eventstore.LogUnavailable if the database does not answer: ask again
   * @throws java.io.UncheckedIOException if the list cannot be written; the key is as it was then
   * @throws IllegalStateException if the list is not the one that this key store knows; the key is as it was then
   */
  Instant destroy(String subject, KeyKind kind);

  /**
   * From now on only an auditor with a purpose may see what the record key seals, also what is yet to come. Idempotent; a
   * destroyed key stays destroyed.
   *
   * @throws io.anamnesis.eventstore.LogUnavailable if the database does not answer: ask again
   */
  void restrict(String subject);

  /**
   * Whether the record key is {@link KeyState#RESTRICTED}, as this process knows without asking each time: at once where it was
   * {@link #restrict}ed, and in every other process after {@link #forgottenAfter} at the latest.
   *
   * @throws io.anamnesis.eventstore.LogUnavailable if the database does not answer: ask again
   */
  boolean isRestricted(String subject);

  /** Whatever was destroyed or restricted by now, in whichever process, is heeded by what this one does from now on; that asks the database. */
  void askAnew();

  /** For how long after {@link #destroy} any process may still hold the key in memory; afterwards none does. */
  Duration forgottenAfter();
}
