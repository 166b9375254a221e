package io.anamnesis.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. */
final class Processes {
  private Processes() {}

  /** @return what it printed; a program that fails is an exception with all of it */
  static String run(List<String> command) {
    try {
      // The server outlives pg_ctl, and must not keep this pipe: its own output goes to a file.
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = process.waitFor();
      if (end != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + end + ":\n" + printed);
      }
      return printed;
    } catch (IOException failed) {
      throw new IllegalStateException("could not run " + command.getFirst(), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting for " + command.getFirst(), stopped);
    }
  }
}
