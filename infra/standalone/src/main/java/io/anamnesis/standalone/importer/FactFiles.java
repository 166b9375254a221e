package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Mapping.TableRule;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which file is read how. */
final class FactFiles {
  private FactFiles() {}

  /**
   * @param mapping for all but NDJSON; its rules are held against the headers before anything is sent
   * @throws CannotImport if a table has no rule, or a rule does not fit its table
   */
  static List<FactFile> of(List<DataFile> files, @Nullable Mapping mapping) {
    @Nullable
    Expressions expressions = null;
    List<FactFile> found = new ArrayList<>();
    for (DataFile file : files) {
      if (isNdjson(file)) {
        found.add(new NdjsonFile(file));
        continue;
      }
      if (mapping == null) {
        throw new CannotImport("A mapping is needed for " + file.fileName()
            + " (--mapping M.yaml). Only .ndjson and .jsonl files go without.");
      }
      if (expressions == null) {
        expressions = new Expressions(mapping.origin(), lookups(mapping));
      }
      found.add(new CsvFile(file, rule(file, mapping), mapping, expressions));
    }
    return found;
  }

  private static Map<String, Lookup> lookups(Mapping mapping) {
    Map<String, Lookup> lookups = new HashMap<>();
    mapping.lookups().forEach((name, source) -> lookups.put(name, Lookup.load(mapping.origin(), source)));
    return lookups;
  }

  private static TableRule rule(DataFile file, Mapping mapping) {
    return mapping.tables().stream().filter(
        rule -> FileSystems.getDefault().getPathMatcher("glob:" + rule.file()).matches(Path.of(file.name())))
        .findFirst().orElseThrow(() -> new CannotImport(
            "The mapping " + mapping.origin().fileName() + " has no rule for a file named " + file.name() + "."));
  }

  private static boolean isNdjson(DataFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    return name.endsWith(".ndjson") || name.endsWith(".jsonl");
  }
}
