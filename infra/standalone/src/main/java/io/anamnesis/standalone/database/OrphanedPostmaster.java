package io.anamnesis.standalone.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    Optional<ProcessHandle> running = find(folder);
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

  private static Optional<ProcessHandle> find(Path folder) throws IOException {
    Path note = folder.resolve("postmaster.pid");
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(note);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive)
        .filter(process -> worksOn(folder, process));
  }

  private static boolean worksOn(Path folder, ProcessHandle process) {
    List<String> words = commandLine(process);
    int option = words.indexOf("-D");
    if (option < 0 || option + 1 >= words.size()) {
      return false;
    }
    try {
      return Files.isSameFile(folder, Path.of(words.get(option + 1)));
    } catch (IOException e) {
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
