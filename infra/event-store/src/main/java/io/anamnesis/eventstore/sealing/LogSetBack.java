package io.anamnesis.eventstore.sealing;

/**
 * The database does not go on from the last checkpoint that is known outside of it, as it was restored from a backup, or altered; or
 * nobody can tell, as what is kept of that checkpoint cannot be read.
 * Nothing may be recorded in it before a person has decided on that: positions would be given a second time.
 */
public final class LogSetBack extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** @param unreadable what is wrong with what is kept of the last checkpoint */
  LogSetBack(LogAltered unreadable) {
    super("Whether the log goes on from the last checkpoint that it has signed cannot be told: "
        + unreadable.getMessage()
        + ". Nothing was started. Restore that file as it was last, and the log's key with it if that was exchanged. Without the"
        + " file nobody here would notice that the database was set back: see docs/explanation/tamper-evidence.md.",
        unreadable);
  }

  LogSetBack(LogAltered found, long known) {
    super("The log does not go on from the last checkpoint that it has signed, of " + known + " events ("
        + found.getMessage()
        + "). Nothing was started. Was the database restored from a backup that is too old, restore a"
        + " later one. If what is missing is known and its loss accepted, say so, signed and for ever, with:"
        + " infra/anamnesis log open-epoch --reason '...'. If nothing was restored, the log was altered: leave everything"
        + " as it is, see docs/explanation/tamper-evidence.md.", found);
  }
}
