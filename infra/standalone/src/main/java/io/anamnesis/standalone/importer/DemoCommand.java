package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.folder.DataFolder;
import io.anamnesis.standalone.terminal.Arguments;
import io.anamnesis.standalone.terminal.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** {@code demo [--url U] [--token T|--data-dir DIR]}: loads the demo hospital; a second time adds nothing. */
public final class DemoCommand {
  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  public DemoCommand(PrintStream out, PrintStream err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** @return 0 all in, 1 some rejected, 2 could not run */
  public int run(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words, Set.of("--url", "--token", "--data-dir"), Set.of());
      if (!arguments.rest().isEmpty()) {
        throw new UsageException("demo takes no file.");
      }
      Instance instance = Instance.of(arguments);
      instance.greet();
      return load(instance, arguments);
    } catch (CannotImport | UsageException e) {
      err.println(e.getMessage());
      return ImportCommand.COULD_NOT_RUN;
    }
  }

  private int load(Instance instance, Arguments arguments) {
    DemoTotals totals = new DemoTotals();
    boolean allIn = true;
    for (DemoSet set : DemoSet.ALL) {
      Import run = new Import(set.files(), instance, Progress.on(out));
      List<Fact> facts = run.factsInTimeOrder();
      Duration shift = DemoSet.shift(facts, instance, LocalDate.now(clock.withZone(ZoneOffset.UTC)));
      out.println(set.title() + ", moved by " + shift.toDays() / 7 + " weeks");
      Account account = run.inTimeOrder(facts, shift);
      account.print(out);
      out.println();
      allIn &= account.isAllIn();
      totals.add(facts);
    }
    totals.print(out);
    printWhatToTry(totals, instance, arguments);
    return allIn ? ImportCommand.ALL_IN : ImportCommand.SOME_REJECTED;
  }

  private void printWhatToTry(DemoTotals totals, Instance instance, Arguments arguments) {
    DataFolder folder =
        arguments.option("--data-dir").map(Path::of).map(DataFolder::new).orElseGet(DataFolder::standard);
    out.println();
    out.println("Three customers to look at:");
    out.println("  TOKEN=" + arguments.option("--token").map(given -> "…")
        .orElse("$(sed 's/.*\"app\" *: *\"\\([^\"]*\\)\".*/\\1/' '" + folder.demoTokens() + "')"));
    totals.toTry().forEach((customer, facts) -> {
      String read = "  curl -s -H \"Authorization: Bearer $TOKEN\" " + instance.url() + "/api/v1/customers/" + customer;
      out.println("  # " + facts + " facts");
      out.println(read + "/portrait");
      out.println(read + "/timeline");
    });
  }
}
