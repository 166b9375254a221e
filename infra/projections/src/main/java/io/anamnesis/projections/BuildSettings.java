package io.anamnesis.projections;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How rows are built anew.
 *
 * @param memory bytes for the events of one scan that wait to be folded; the others wait in a temporary file
 * @param workers threads that fold side by side
 * @param shortLog events that are folded page by page rather than by a scan
 * @param window for so long the rows that answered before a swap are kept level, and there is a way back to them
 * @param folder where temporary files are made
 */
public record BuildSettings(long memory, int workers, long shortLog, Duration window, Path folder) {
  private static final int PAGE = 2_000;

  public BuildSettings {
    if (memory <= 0 || workers <= 0 || shortLog < 0 || window.isNegative()) {
      throw new IllegalArgumentException("memory and workers above 0, a log and a window of 0 or more");
    }
  }

  /** With temporary files where the platform has them. */
  public BuildSettings(long memory, int workers, long shortLog, Duration window) {
    this(memory, workers, shortLog, window, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** A quarter of the heap, a thread a processor, a way back for a day. */
  public static BuildSettings standard() {
    Runtime machine = Runtime.getRuntime();
    return new BuildSettings(machine.maxMemory() / 4, Math.min(8, machine.availableProcessors()), PAGE,
        Duration.ofHours(24));
  }

  public BuildSettings withMemory(long bytes) {
    return new BuildSettings(bytes, workers, shortLog, window, folder);
  }

  public BuildSettings withWindow(Duration time) {
    return new BuildSettings(memory, workers, shortLog, time, folder);
  }

  public BuildSettings withFolder(Path path) {
    return new BuildSettings(memory, workers, shortLog, window, path);
  }
}
