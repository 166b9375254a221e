package io.anamnesis.standalone.acceptance;

import io.anamnesis.standalone.witness.WitnessCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** One look of a witness, run as the launcher runs it. */
record WitnessRun(int code, String err) {

  static WitnessRun once(Path state, String url) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new WitnessCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Clock.systemUTC())
        .run(List.of("--once", "--state", state.toString(), "--url", url, "--token", TestTokens.token("auditor")));
    return new WitnessRun(code, err.toString(StandardCharsets.UTF_8));
  }
}
