package io.anamnesis.standalone.witness;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code witness --state FILE [--url U] [--token T|--token-file F|--data-dir DIR] [--key K] [--every SECONDS] [--once]}. */
public final class WitnessCommand {
  static final int COSIGNED = 0;
  static final int SPLIT_VIEW = 1;
  static final int COULD_NOT_RUN = 2;

  private static final int STANDARD_PAUSE = 10;

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  public WitnessCommand(PrintStream out, PrintStream err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** @return 0 cosigned, 1 the log shows different pasts, 2 could not look; without {@code --once} it returns with 1 only */
  public int run(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words,
          Set.of("--state", "--url", "--token", "--token-file", "--data-dir", "--key", "--every"), Set.of("--once"));
      WitnessState state = new WitnessState(arguments.option("--state").map(Path::of)
          .orElseThrow(() -> new UsageException("Where is the state kept? witness --state FILE [--url U]")));
      out.println("witness " + state.key().verifier().text());
      Witness witness = new Witness(log(arguments), state, trusted(arguments), clock, err::println);
      return arguments.has("--once") ? once(witness) : forEver(witness, pause(arguments));
    } catch (RuntimeException failed) {
      tell(failed);
      return COULD_NOT_RUN;
    }
  }

  /** Whatever else goes wrong must not end this program as a split view would. */
  private void tell(RuntimeException failed) {
    err.println(failed instanceof UsageException || failed instanceof CannotWitness
        ? failed.getMessage()
        : "Nothing could be looked at: " + failed);
  }

  private int once(Witness witness) {
    try {
      Checkpoint shown = witness.look();
      out.println("cosigned " + shown.size() + " " + shown.root());
      return COSIGNED;
    } catch (SplitView split) {
      err.println(split.getMessage());
      return SPLIT_VIEW;
    }
  }

  /** A log that is away, or that does not know the witness yet, is looked at again. */
  private int forEver(Witness witness, Duration pause) {
    while (true) {
      try {
        if (once(witness) == SPLIT_VIEW) {
          return SPLIT_VIEW;
        }
      } catch (RuntimeException away) {
        tell(away);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return COULD_NOT_RUN;
      }
    }
  }

  private static Duration pause(Arguments arguments) {
    String seconds = arguments.option("--every").orElse(Integer.toString(STANDARD_PAUSE));
    if (!seconds.matches("[1-9][0-9]{0,4}")) {
      throw new UsageException("--every is a number of seconds from 1 to 99999.");
    }
    return Duration.ofSeconds(Integer.parseInt(seconds));
  }

  private static @Nullable VerifierKey trusted(Arguments arguments) {
    try {
      return arguments.option("--key").map(WitnessCommand::keyOf).orElse(null);
    } catch (MalformedProof other) {
      throw new UsageException("--key is the log's public key, or a file with it: " + other.getMessage() + ".");
    }
  }

  private static VerifierKey keyOf(String word) {
    Path file = Path.of(word);
    try {
      return VerifierKey.parse(Files.isRegularFile(file) ? Files.readString(file).strip() : word);
    } catch (IOException unreadable) {
      throw new UsageException("The file " + file + " cannot be read.");
    }
  }

  private static WitnessedLog log(Arguments arguments) {
    DataFolder folder = arguments.option("--data-dir").map(Path::of).map(DataFolder::new)
        .orElseGet(DataFolder::standard);
    try {
      URI url = arguments.option("--url").map(URI::create).orElseGet(() -> noted(folder));
      return new WitnessedLog(url, token(arguments, folder));
    } catch (IllegalArgumentException other) {
      throw new UsageException("--url is not a URL.");
    }
  }

  /** A file is read at each look: tokens end, and a demo's are made anew at each start. */
  private static Supplier<String> token(Arguments arguments, DataFolder folder) {
    Optional<String> told = arguments.option("--token");
    Optional<Path> file = arguments.option("--token-file").map(Path::of);
    return told.<Supplier<String>>map(token -> () -> token)
        .or(() -> file.map(named -> () -> tokenOf(named)))
        .orElseGet(() -> () -> tokenIn(folder));
  }

  private static String tokenOf(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new CannotWitness("The file " + file + ", that holds the token, cannot be read.");
    }
  }

  private static URI noted(DataFolder folder) {
    try {
      return folder.instance();
    } catch (IOException unreadable) {
      throw new CannotWitness("The file " + folder.url() + " cannot be read.");
    }
  }

  private static String tokenIn(DataFolder folder) {
    try {
      return folder.demoToken("auditor").orElseThrow(() -> noToken(folder));
    } catch (IOException unreadable) {
      throw noToken(folder);
    }
  }

  private static CannotWitness noToken(DataFolder folder) {
    return new CannotWitness("There is no token in " + folder.demoTokens()
        + ". Name the token of an auditor with --token or --token-file, or the data folder of the instance with --data-dir.");
  }
}
