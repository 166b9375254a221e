package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code import [--url U] [--token T|--data-dir DIR] [--mapping M.yaml] FILE…}. */
public final class ImportCommand {
  static final int ALL_IN = 0;
  static final int SOME_REJECTED = 1;
  static final int COULD_NOT_RUN = 2;

  private final PrintStream out;
  private final PrintStream err;

  public ImportCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** @return 0 all in, 1 some rejected, 2 could not run */
  public int run(List<String> words) {
    try {
      Arguments arguments =
          Arguments.parse(words, Set.of("--url", "--token", "--data-dir", "--mapping"), Set.of());
      if (arguments.rest().isEmpty()) {
        throw new CannotImport("Which file? import [--mapping M.yaml] FILE…");
      }
      @Nullable
      Mapping mapping =
          arguments.option("--mapping").map(name -> MappingReader.read(existing(name))).orElse(null);
      List<FactFile> files =
          FactFiles.of(arguments.rest().stream().map(ImportCommand::existing).toList(), mapping);
      Instance instance = Instance.of(arguments);
      instance.greet();
      Import run = new Import(files, instance, Progress.on(out));
      Account account = mapping != null && mapping.inTimeOrder()
          ? run.inTimeOrder(run.factsInTimeOrder(), Duration.ZERO)
          : run.inFileOrder();
      account.print(out);
      return account.isAllIn() ? ALL_IN : SOME_REJECTED;
    } catch (CannotImport | UsageException e) {
      err.println(e.getMessage());
      return COULD_NOT_RUN;
    }
  }

  private static DataFile existing(String name) {
    Path path = Path.of(name);
    if (!Files.isRegularFile(path)) {
      throw new CannotImport("There is no file " + name + ".");
    }
    return DataFile.of(path);
  }
}
