package io.anamnesis.standalone;

import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;

/** {@code up [--port N] [--data-dir DIR] [--reset]}: starts an instance and leaves it running. */
final class UpCommand {
  private static final int STANDARD_PORT = 8080;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;

  UpCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Ends the process with 2 to 4 and a sentence if it cannot start; else returns, and the process lives on. */
  void run(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words, Set.of("--port", "--data-dir"), Set.of("--reset"));
      if (!arguments.rest().isEmpty()) {
        throw new UsageException("up takes no " + arguments.rest().getFirst() + ".");
      }
      DataFolder folder = arguments.option("--data-dir").map(Path::of).map(DataFolder::new)
          .orElseGet(DataFolder::standard);
      start(new Up(folder, port(arguments)), folder, arguments.has("--reset"));
    } catch (UsageException e) {
      end(USAGE, e.getMessage());
    }
  }

  private void start(Up up, DataFolder folder, boolean reset) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(up::close));
    try {
      announce(up.start(reset), folder);
    } catch (StartRefused e) {
      end(e.exitCode(), e.getMessage());
    } catch (IOException | RuntimeException e) {
      end(FAILED, "Could not start: " + reason(e) + "\nDetails are in " + folder.logs());
    }
  }

  private static String reason(Exception e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static int port(Arguments arguments) {
    String port = arguments.option("--port").orElse(Integer.toString(STANDARD_PORT));
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new UsageException("--port is a number from 0 to 65535.");
    }
    return Integer.parseInt(port);
  }

  private void announce(URI url, DataFolder folder) {
    out.println("""
        Anamnesis is ready: %s

          data    %s
          tokens  %s
          log     %s

        In another terminal:
          infra/anamnesis demo%s      loads the demo hospital
          infra/anamnesis help
        Ctrl-C stops it."""
        .formatted(url, folder.root(), folder.demoTokens(), folder.logs().resolve("anamnesis.log"),
            folder.equals(DataFolder.standard()) ? "" : " --data-dir '" + folder.root() + "'"));
  }

  private void end(int code, String message) {
    err.println(message);
    System.exit(code);
  }
}
