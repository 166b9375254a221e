package io.anamnesis.standalone.importer;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How far an import is: a bar on a terminal, now and then a line elsewhere. */
final class Progress {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final long interval;
  private final long startedAt = System.nanoTime();
  private long shownAt = startedAt;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.interval = (terminal ? Duration.ofMillis(200) : Duration.ofSeconds(5)).toNanos();
  }

  /** Draws on a terminal if standard output is one. */
  static Progress on(PrintStream out) {
    return new Progress(out, Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
  }

  /** @param share of all there is to do, 0 to 1 */
  synchronized void at(double share, long facts) {
    long now = System.nanoTime();
    if (now - shownAt >= interval) {
      shownAt = now;
      show(Math.clamp(share, 0, 1), facts, (now - startedAt) / 1e9);
    }
  }

  /** Leaves the line free for what comes after. */
  synchronized void done() {
    if (terminal) {
      out.print("\r\u001B[K");
      out.flush();
    }
  }

  private void show(double share, long facts, double seconds) {
    String left = share < 0.01 ? "" : ", " + clock(seconds / share - seconds) + " left";
    String figures = facts == 0
        ? String.format(Locale.ROOT, "%3.0f%%  reading", share * 100)
        : String.format(Locale.ROOT, "%3.0f%%  %,d facts  %,.0f/s%s", share * 100, facts, facts / seconds, left);
    if (terminal) {
      int full = (int) (share * WIDTH);
      out.print("\r\u001B[K[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + figures);
      out.flush();
    } else {
      out.println(figures);
    }
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
