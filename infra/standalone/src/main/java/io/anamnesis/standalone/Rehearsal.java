package io.anamnesis.standalone;

import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.importer.ImportCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A start, a small import and a stop on a folder that is thrown away: what a JVM that keeps an ahead-of-time cache has to
 * see for later starts to be fast.
 */
final class Rehearsal {
  private static final String FACT = """
      {"specversion":"1.0","id":"1","source":"/rehearsal","type":"purchase.made","subject":"C-1",\
      "time":"2026-01-01T00:00:00Z","data":{"purchaseId":"P-1","currency":"CNY","lines":[{"amount":"1.00"}]}}
      """;

  private Rehearsal() {}

  /** @return 0 if all went well */
  static int run() {
    try {
      Path root = Files.createTempDirectory("anamnesis-rehearsal");
      try {
        return rehearse(new DataFolder(root.resolve("data")), Files.writeString(root.resolve("fact.ndjson"), FACT));
      } finally {
        DataFolder.remove(root);
      }
    } catch (StartRefused | IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int rehearse(DataFolder folder, Path facts) throws StartRefused, IOException {
    try (Up up = new Up(folder, 0)) {
      up.start(false);
      return new ImportCommand(System.out, System.err)
          .run(List.of("--data-dir", folder.root().toString(), facts.toString()));
    }
  }
}
