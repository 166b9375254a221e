package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What this process holds during imports of different length: server, source and all. */
final class MemoryTable {
  private MemoryTable() {}

  static List<String> of(Intake intake, List<Long> lengths) {
    List<String> lines = new ArrayList<>(List.of(
        "| lines | facts/s | MiB of heap after a collection, most | MiB of heap after a full one at the end "
            + "| MiB resident, most |",
        "|---|---|---|---|---|"));
    lengths.forEach(length -> lines.add(row(intake, length)));
    lines.add("");
    lines.add("Heap: at most " + mebibytes(Runtime.getRuntime().maxMemory()) + " MiB.");
    return lines;
  }

  private static String row(Intake intake, long length) {
    ResidentMemory.forgetPeak();
    try (HeapWatch heap = HeapWatch.start()) {
      long start = System.nanoTime();
      intake.take(length);
      double seconds = (System.nanoTime() - start) / 1e9;
      long most = heap.most();
      long peak = ResidentMemory.peak();
      return "| " + String.join(" | ", Long.toString(length), String.format(Locale.ROOT, "%.0f", length / seconds),
          mebibytes(most), mebibytes(HeapWatch.afterFullCollection()), mebibytes(peak)) + " |";
    }
  }

  private static String mebibytes(long bytes) {
    return Long.toString(Math.ceilDiv(bytes, 1L << 20));
  }
}
