package io.anamnesis.standalone;

import io.anamnesis.standalone.importer.DemoCommand;
import io.anamnesis.standalone.importer.ImportCommand;
import io.anamnesis.standalone.keys.KeysCommand;
import io.anamnesis.standalone.log.LogCommand;
import io.anamnesis.standalone.verify.VerifyCommand;
import io.anamnesis.standalone.witness.WitnessCommand;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** The launcher's commands. Each loads only what it needs: an import or a verification starts no Spring context. */
public final class Standalone {
  private static final int USAGE = 2;

  private Standalone() {}

  public static void main(String[] words) {
    List<String> rest = Arrays.asList(words).subList(Math.min(1, words.length), words.length);
    switch (words.length == 0 ? "" : words[0]) {
      case "up" -> new UpCommand(System.out, System.err).run(rest);
      case "import" -> System.exit(new ImportCommand(System.out, System.err).run(rest));
      case "demo" -> System.exit(new DemoCommand(System.out, System.err, Clock.systemUTC()).run(rest));
      case "witness" -> System.exit(new WitnessCommand(System.out, System.err, Clock.systemUTC()).run(rest));
      case "log" ->
        System.exit(new LogCommand(System.out, System.err, Clock.systemUTC(), System.getenv()).run(rest));
      case "verify" -> System.exit(new VerifyCommand(System.out, System.err).run(rest));
      case "keys" -> System.exit(new KeysCommand(System.out, System.err, System.getenv()).run(rest));
      // Not for people: the launcher calls it once after a build.
      case "rehearse" -> System.exit(Rehearsal.run());
      default -> {
        System.err.println("up, import, demo, witness, verify, log or keys is expected. Try: infra/anamnesis help");
        System.exit(USAGE);
      }
    }
  }
}
