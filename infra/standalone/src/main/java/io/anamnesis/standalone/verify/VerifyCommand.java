package io.anamnesis.standalone.verify;

import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code verify BUNDLE [--key K] [--checkpoint C]}: checks an audit bundle, or the signed report of a day, without a server. */
public final class VerifyCommand {
  static final int CONSISTENT = 0;
  static final int ALTERED = 1;
  static final int UNREADABLE = 2;

  /** What a terminal takes for a command, or turns the text round by: control characters, marks of direction, broken pairs. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ud800-\\udfff]");

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
      Verification.Verdict verdict =
          verdict(Path.of(arguments.rest().getFirst()), arguments.option("--key").orElse(null),
              arguments.option("--checkpoint").orElse(null));
      boolean consistent = verdict.findings().isEmpty();
      out.println(consistent ? "consistent" : "ALTERED");
      (consistent ? verdict.said() : verdict.findings()).forEach(line -> out.println("  " + printable(line)));
      return consistent ? CONSISTENT : ALTERED;
    } catch (UsageException wrong) {
      err.println(wrong.getMessage());
    } catch (IOException | RuntimeException unreadable) {
      // Whatever it is, it is no finding: only what was found to be altered may be called so.
      err.println("unreadable: "
          + printable(Objects.requireNonNullElse(unreadable.getMessage(), unreadable.getClass().getSimpleName())));
    }
    return UNREADABLE;
  }

  private static Verification.Verdict verdict(Path path, @Nullable String key, @Nullable String checkpoint)
      throws IOException {
    if (!DayVerification.isMeant(path)) {
      return new Verification(path, key, checkpoint).run();
    }
    if (checkpoint != null) {
      throw new UsageException("--checkpoint is for bundles");
    }
    return new DayVerification(path, key).run();
  }

  /** What others wrote may be in a line: names of files, members of JSON. */
  private static String printable(String line) {
    return UNPRINTABLE.matcher(line).replaceAll("?");
  }
}
