package io.anamnesis.standalone.verify;

import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code verify BUNDLE [--key K] [--checkpoint C]}: checks an audit bundle without a server. */
public final class VerifyCommand {
  static final int CONSISTENT = 0;
  static final int ALTERED = 1;
  static final int UNREADABLE = 2;

  private final PrintStream out;
  private final PrintStream err;

  public VerifyCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** @return 0 consistent, 1 altered, 2 unreadable or wrong words */
  public int run(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words, Set.of("--key", "--checkpoint"), Set.of());
      if (arguments.rest().size() != 1) {
        throw new UsageException("Which bundle? verify BUNDLE [--key K] [--checkpoint C]");
      }
      Verification.Verdict verdict = new Verification(Path.of(arguments.rest().getFirst()),
          arguments.option("--key").orElse(null), arguments.option("--checkpoint").orElse(null)).run();
      boolean consistent = verdict.findings().isEmpty();
      out.println(consistent ? "consistent" : "ALTERED");
      (consistent ? verdict.said() : verdict.findings()).forEach(line -> out.println("  " + line));
      return consistent ? CONSISTENT : ALTERED;
    } catch (UsageException wrong) {
      err.println(wrong.getMessage());
    } catch (Unreadable | IOException | InvalidPathException unreadable) {
      err.println("unreadable: " + unreadable.getMessage());
    }
    return UNREADABLE;
  }
}
