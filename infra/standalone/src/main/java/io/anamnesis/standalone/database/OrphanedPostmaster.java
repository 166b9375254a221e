package io.anamnesis.standalone.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The server is a process of its own and outlives a process that was killed. It is found by its {@code postmaster.pid},
 * and stopped only when its command line says that it works on our folder: the number may be another process's by now.
 */
final class OrphanedPostmaster {
  private static final Duration FAST = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE = Duration.ofSeconds(10);

  private OrphanedPostmaster() {}

  /** @throws IOException if it runs on and cannot be stopped */
  static void stop(Path folder) throws IOException {
    Optional<ProcessHandle> running = named(folder).filter(process -> worksOn(folder, process));
    if (running.isEmpty()) {
      return;
    }
    ProcessHandle server = running.get();
    signal(server, "-INT");
    if (hasEnded(server, FAST)) {
      return;
    }
    // Without a checkpoint: the next start recovers from its journal, nothing that was committed is lost.
    signal(server, "-QUIT");
    if (!hasEnded(server, IMMEDIATE)) {
      throw new IOException("A PostgreSQL server (process " + server.pid() + ") still runs on " + folder
          + " and does not stop.");
    }
  }

  /**
   * Removes a {@code postmaster.pid} that PostgreSQL would refuse to start by: the number is another process's by now, or
   * a power cut left none. One whose process has ended stays, since PostgreSQL sees by it whether a part of the old
   * server still runs.
   */
  static void removeStaleNote(Path folder) throws IOException {
    boolean foreign =
        number(folder).isEmpty() || named(folder).filter(process -> isForeign(folder, process)).isPresent();
    if (foreign) {
      Files.deleteIfExists(note(folder));
    }
  }

  private static Path note(Path folder) {
    return folder.resolve("postmaster.pid");
  }

  private static Optional<ProcessHandle> named(Path folder) throws IOException {
    return number(folder).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
  }

  private static Optional<Long> number(Path folder) throws IOException {
    if (!Files.exists(note(folder))) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(note(folder), StandardCharsets.ISO_8859_1)) {
      return lines.findFirst().map(String::strip).filter(line -> line.matches("\\d{1,10}")).map(Long::valueOf);
    }
  }

  private static boolean worksOn(Path folder, ProcessHandle process) {
    return workplace(commandLine(process)).filter(place -> isSame(folder, place)).isPresent();
  }

  /** In doubt it is not: a server that works on the folder must never be overlooked. */
  private static boolean isForeign(Path folder, ProcessHandle process) {
    List<String> words = commandLine(process);
    if (words.isEmpty()) {
      return false;
    }
    return workplace(words).map(place -> !isSame(folder, place))
        .orElseGet(() -> !words.getFirst().endsWith("postgres"));
  }

  private static Optional<String> workplace(List<String> words) {
    int option = words.indexOf("-D");
    return option < 0 || option + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(option + 1));
  }

  private static boolean isSame(Path folder, String place) {
    try {
      return Files.isSameFile(folder, Path.of(place));
    } catch (IOException | InvalidPathException elsewhere) {
      return false;
    }
  }

  private static List<String> commandLine(ProcessHandle process) {
    try {
      String words = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"),
          StandardCharsets.ISO_8859_1);
      return Arrays.asList(words.split("\0"));
    } catch (IOException noProcfs) {
      return process.info().arguments().map(Arrays::asList).orElse(List.of());
    }
  }

  private static void signal(ProcessHandle process, String signal) throws IOException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static boolean hasEnded(ProcessHandle process, Duration within) throws IOException {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
