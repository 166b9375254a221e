package io.anamnesis.standalone.log;

import io.anamnesis.standalone.terminal.UsageException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** {@code log rotate-key} and {@code log open-epoch}. */
public final class LogCommand {
  static final int DONE = 0;
  static final int COULD_NOT = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;
  private final Map<String, String> environment;

  /** @param environment tells of a database and a key that are no data folder's */
  public LogCommand(PrintStream out, PrintStream err, Clock clock, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.environment = environment;
  }

  /** @return 0 done, 2 wrong words, or it could not be done */
  public int run(List<String> words) {
    try {
      String what = words.isEmpty() ? "" : words.getFirst();
      List<String> rest = words.subList(Math.min(1, words.size()), words.size());
      switch (what) {
        case "rotate-key" -> new RotateKey(out).run(rest);
        case "open-epoch" -> new OpenEpoch(out, clock, environment).run(rest);
        default ->
          throw new UsageException("What is to be done to the log? log rotate-key, or log open-epoch --reason TEXT");
      }
      return DONE;
    } catch (UsageException | CannotDo failed) {
      err.println(failed.getMessage());
    } catch (RuntimeException failed) {
      err.println("It could not be done: " + failed.getMessage());
    }
    return COULD_NOT;
  }
}
