package io.anamnesis.eventstore.conformance;

import io.anamnesis.eventstore.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** PostgreSQL's programs of one version, in a folder. */
record Programs(Path folder) {
  private static final Path OF_DEBIAN = Path.of("/usr/lib/postgresql");

  /** Those that the shared test server runs on; else the machine's own. */
  static Programs ofServer() {
    return TestPostgres.shared().programs().map(Programs::new).orElseGet(() -> withAll("initdb", "pg_ctl"));
  }

  /** Those of a server that come with what dumps and restores it. The embedded ones do not. */
  static Programs withDump() {
    return withAll("initdb", "pg_ctl", "pg_dump", "pg_restore");
  }

  private static Programs withAll(String... names) {
    return installed().filter(folder -> Stream.of(names).allMatch(name -> Files.isExecutable(folder.resolve(name))))
        .findFirst().map(Programs::new).orElseThrow(() -> new TestAbortedException(
            "NOT TESTED: this machine has no folder of PostgreSQL's " + String.join(", ", names)
                + ". On Debian and Ubuntu the package postgresql brings them."));
  }

  /** Debian's, newest first, then whatever the path leads to. */
  private static Stream<Path> installed() {
    Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    if (!Files.isDirectory(OF_DEBIAN)) {
      return onPath;
    }
    try (Stream<Path> versions = Files.list(OF_DEBIAN)) {
      List<Path> newestFirst = versions.sorted(Comparator.comparingInt(Programs::number).reversed())
          .map(version -> version.resolve("bin")).toList();
      return Stream.concat(newestFirst.stream(), onPath);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int number(Path version) {
    String name = version.getFileName().toString();
    return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
  }

  /** Runs one that makes or starts a server. PostgreSQL refuses root, so root runs it as nobody in particular. */
  void asServer(String program, String... words) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "--user"));
    }
    run(command, program, words);
  }

  void run(String program, String... words) {
    run(new ArrayList<>(), program, words);
  }

  static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  private void run(List<String> command, String program, String... words) {
    command.add(folder.resolve(program).toString());
    command.addAll(List.of(words));
    run(command);
  }

  /** Runs a command to its end. What it says goes to a file, which a server that it starts may keep open. */
  static void run(List<String> command) {
    try {
      Path said = Files.createTempFile("anamnesis-conformance", ".out");
      try {
        int code =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
        if (code != 0) {
          throw new IllegalStateException(
              String.join(" ", command) + " failed: " + Files.readString(said, StandardCharsets.UTF_8));
        }
      } finally {
        Files.delete(said);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
