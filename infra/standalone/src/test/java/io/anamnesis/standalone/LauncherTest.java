package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher script says before any program runs. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("../anamnesis").toAbsolutePath().normalize();

  @TempDir
  private Path elsewhere;

  private record Ended(int code, String printed) {}

  @Test
  void help_names_every_command_from_any_folder_and_through_a_link() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("anamnesis"), SCRIPT);

    for (Path script : List.of(SCRIPT, link)) {
      Ended help = run(script, "help");
      assertThat(help.code).isZero();
      assertThat(help.printed).contains("up [--port N]", "import [--mapping", "demo", "verify BUNDLE", "2 unreadable");
    }
  }

  @Test
  void an_unknown_command_is_refused() throws Exception {
    Ended unknown = run(SCRIPT, "upp");

    assertThat(unknown.code).isEqualTo(2);
    assertThat(unknown.printed).contains("There is no 'upp'");
  }

  @Test
  void in_a_checkout_where_nothing_was_built_the_first_start_builds() throws Exception {
    Path script = Files.createDirectories(elsewhere.resolve("checkout/infra")).resolve("anamnesis");
    Files.copy(SCRIPT, script, StandardCopyOption.COPY_ATTRIBUTES);
    Path maven = Files.createDirectory(elsewhere.resolve("programs")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho asked to build\nexit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));

    Ended first = run(script, "up");

    assertThat(first.printed).contains("Building Anamnesis", "The build failed", "asked to build");
    assertThat(first.code).isEqualTo(2);
  }

  private Ended run(Path script, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    ProcessBuilder start = new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
    start.environment().merge("PATH", elsewhere.resolve("programs").toString(), (path, first) -> first + ":" + path);
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = start.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }
}
