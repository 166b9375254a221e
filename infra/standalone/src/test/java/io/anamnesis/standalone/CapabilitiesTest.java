package io.anamnesis.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A capability that names no existing test is not done. */
class CapabilitiesTest {
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z][0-9]{1,2}) \\| ([^|]+) \\| ([A-Za-z0-9]+) \\|");

  @Test
  void every_capability_names_an_acceptance_test_that_exists() throws IOException {
    Path root = repositoryRoot();
    List<String> rows = Files.readAllLines(root.resolve("docs/capabilities.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| # ")).toList();
    assertThat(rows).isNotEmpty();
    Set<String> tests = testClasses(root);
    for (String row : rows) {
      Matcher matcher = ROW.matcher(row);
      assertThat(matcher.matches()).as("row of the form | B3 | function | SomeAcceptanceTest |: %s", row).isTrue();
      assertThat(tests).as("test named by row %s", matcher.group(1)).contains(matcher.group(3));
    }
  }

  private static Set<String> testClasses(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().contains("src/test/java"))
          .map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
    }
  }

  private static Path repositoryRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/capabilities.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
