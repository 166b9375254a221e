package io.anamnesis.eventstore;

import io.anamnesis.eventstore.personal.KekSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.jspecify.annotations.Nullable;

/** Tokens of SoftHSM 2, where that is installed. A process sees those alone that were there when it first looked. */
public final class SoftHsm {
  public static final String PIN = "471147";

  private static final Pattern SLOT = Pattern.compile("reassigned to slot ([0-9]+)");
  private static final int TOKENS = 12;
  private static @Nullable Iterator<Long> made;
  private static Path tokens = Path.of("/nowhere");

  private SoftHsm() {}

  /** A token that nobody has used; the test is not run where there is none. */
  public static synchronized KekSource.InToken token() {
    Path library = library();
    Assumptions.assumeTrue(library != null, "no SoftHSM 2: nothing was run on a token");
    if (made == null) {
      made = make().iterator();
    }
    return new KekSource.InToken(library, made.next(), "kek", PIN);
  }

  /** What a process does while the files of all tokens are out of its reach. */
  public static synchronized void away(Runnable act) {
    try {
      Path hidden = tokens.resolveSibling(tokens.getFileName() + "-away");
      Files.move(tokens, hidden);
      try {
        act.run();
      } finally {
        Files.move(hidden, tokens);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static @Nullable Path library() {
    return Stream.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so").map(Path::of)
        .filter(Files::isReadable).findFirst().orElse(null);
  }

  private static List<Long> make() {
    try {
      Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
      tokens = Files.createTempDirectory("anamnesis-tokens");
      Files.writeString(configuration, "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
      List<Long> slots = new ArrayList<>();
      for (int i = 0; i < TOKENS; i++) {
        Matcher slot =
            SLOT.matcher(ran("softhsm2-util", "--init-token", "--free", "--label", "token-" + i, "--pin", PIN,
                "--so-pin", "815815"));
        if (!slot.find()) {
          throw new IllegalStateException("no token was made");
        }
        slots.add(Long.parseLong(slot.group(1)));
      }
      return slots;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String ran(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
