package io.anamnesis.eventstore.postgres;

/** What the processes on one log agree on. */
final class WritersTurn {

  /** Key of the advisory lock that a writer holds until its transaction ends. */
  static final long LOCK = 0x616E_616D_6E65_7369L;

  /** Key of the advisory lock that everyone shares who listens. */
  static final long LISTENERS = LOCK + 1;

  /** Channel of the notification that follows each batch. */
  static final String CHANNEL = "anamnesis_log";

  private WritersTurn() {}
}
