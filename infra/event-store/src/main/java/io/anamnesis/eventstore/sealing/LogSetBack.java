package io.anamnesis.eventstore.sealing;

/**
 * The database does not go on from the last checkpoint that is known outside of it: it was restored from a backup, or altered.
 * Nothing may be recorded in it before a person has decided on that: positions would be given a second time.
 */
public final class LogSetBack extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LogSetBack(LogAltered found, long known) {
    super("The log does not go on from the last checkpoint that it has signed, of " + known + " events ("
        + found.getMessage()
        + "). Nothing was started. Was the database restored from a backup that is too old, restore a"
        + " later one. If what is missing is known and its loss accepted, say so, signed and for ever, with:"
        + " infra/anamnesis log open-epoch --reason '...'. If nothing was restored, the log was altered: leave everything"
        + " as it is, see docs/explanation/tamper-evidence.md.", found);
  }
}
