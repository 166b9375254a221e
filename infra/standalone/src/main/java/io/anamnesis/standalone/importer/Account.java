package io.anamnesis.standalone.importer;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** What became of every row and every fact. Counts while reading and sending go on, in different threads. */
final class Account {
  private static final int REFUSALS_SHOWN = 100;

  private final long startedAt = System.nanoTime();
  private final Map<String, FileCount> files = new LinkedHashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private long sent;
  private long accepted;
  private long duplicates;
  private long rejected;

  private static final class FileCount {
    private final Map<String, RuleCount> rules = new LinkedHashMap<>();
    private long rows;
    private long rowsWithoutFact;
  }

  private static final class RuleCount {
    private long facts;
    private long notMeant;
  }

  synchronized void refused(Refusal refusal) {
    rejected++;
    note(refusal);
  }

  /** @param rows of which no fact was made, and none was meant to be */
  synchronized void withoutFact(String file, long rows) {
    file(file).rowsWithoutFact += rows;
  }

  synchronized void rowsRead(String file, long rows) {
    file(file).rows += rows;
  }

  /** @param rule of the mapping, asked about one unit */
  synchronized void ruled(String file, String rule, boolean gaveFact) {
    RuleCount count = file(file).rules.computeIfAbsent(rule, name -> new RuleCount());
    if (gaveFact) {
      count.facts++;
    } else {
      count.notMeant++;
    }
  }

  /** @param factOfLine by the line of the request, from 1 */
  synchronized void answered(Receipt receipt, IntFunction<Fact> factOfLine) {
    sent += receipt.accepted() + receipt.duplicates() + receipt.rejected();
    accepted += receipt.accepted();
    duplicates += receipt.duplicates();
    rejected += receipt.rejected();
    for (Receipt.LineError error : receipt.errors() == null ? List.<Receipt.LineError>of() : receipt.errors()) {
      Fact fact = factOfLine.apply(error.line());
      note(new Refusal(fact.file(), fact.row(), error.code(), error.field(),
          error.message() == null ? "" : error.message()));
    }
  }

  private void note(Refusal refusal) {
    if (refusals.size() < REFUSALS_SHOWN) {
      refusals.add(refusal);
    }
  }

  private FileCount file(String name) {
    return files.computeIfAbsent(name, file -> new FileCount());
  }

  synchronized long sent() {
    return sent;
  }

  synchronized boolean isAllIn() {
    return rejected == 0;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  synchronized void print(PrintStream out) {
    files.forEach((name, file) -> {
      String without = file.rowsWithoutFact == 0 ? "" : ", of which %,d without a fact";
      out.printf(Locale.ROOT, "%s: %,d rows" + without + "%n", name, file.rows, file.rowsWithoutFact);
      file.rules.forEach((rule, count) -> {
        String notMeant = count.notMeant == 0 ? "" : "   (%,d times not meant by 'when')";
        out.printf(Locale.ROOT, "  %-24s %,9d facts" + notMeant + "%n", rule, count.facts, count.notMeant);
      });
    });
    refusals.forEach(refusal -> out.println("  refused: " + refusal));
    if (rejected > refusals.size()) {
      out.printf(Locale.ROOT, "  … and %,d more%n", rejected - refusals.size());
    }
    double seconds = Math.max(elapsed().toMillis(), 1) / 1000.0;
    out.printf(Locale.ROOT, "%,d facts sent: %,d accepted, %,d duplicates, %,d rejected; %.1f s, %,.0f facts/s%n", sent,
        accepted, duplicates, rejected, seconds, sent / seconds);
  }
}
