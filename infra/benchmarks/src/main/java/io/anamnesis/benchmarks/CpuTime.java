package io.anamnesis.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Processor time from Linux's {@code /proc}, in microseconds; its grain is a tick of 10 ms. */
final class CpuTime {
  private static final long MICROS_PER_TICK = 10_000;
  private static final Path PROC = Path.of("/proc");

  /** What {@code /proc/<pid>/stat} says: own time, and that of children which have ended and were waited for. */
  private record Stat(long parent, long own, long endedChildren) {}

  private CpuTime() {}

  /** Of this process alone. */
  static long ofSelf() {
    return read(PROC.resolve("self")).own() * MICROS_PER_TICK;
  }

  /** Of programs that this process has started and waited for, such as pgbench. */
  static long ofEndedChildren() {
    return read(PROC.resolve("self")).endedChildren() * MICROS_PER_TICK;
  }

  /** Of a server and its children, those that have ended too. */
  static long ofTree(long pid) {
    Stat root = read(PROC.resolve(Long.toString(pid)));
    long ticks = root.own() + root.endedChildren();
    for (Stat child : children(pid)) {
      ticks += child.own() + child.endedChildren();
    }
    return ticks * MICROS_PER_TICK;
  }

  static int countChildren(long pid) {
    return children(pid).size();
  }

  /** Those that have ended and were not yet waited for, too. */
  private static List<Stat> children(long pid) {
    List<Stat> children = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        Stat stat = readIfThere(process);
        if (stat.parent() == pid) {
          children.add(stat);
        }
      }
      return children;
    } catch (IOException failed) {
      throw new IllegalStateException("/proc cannot be read", failed);
    }
  }

  private static Stat read(Path process) {
    Stat stat = readIfThere(process);
    if (stat.parent() < 0) {
      throw new IllegalStateException(process + "/stat cannot be read: processor time is measured on Linux only");
    }
    return stat;
  }

  private static Stat readIfThere(Path process) {
    try {
      String line = Files.readString(process.resolve("stat"));
      // The name in brackets may hold blanks and brackets; fields are counted from behind it.
      List<String> fields = Arrays.asList(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
      return new Stat(number(fields, 1), number(fields, 11) + number(fields, 12),
          number(fields, 13) + number(fields, 14));
    } catch (IOException ended) {
      return new Stat(-1, 0, 0);
    }
  }

  private static long number(List<String> fields, int index) {
    return Long.parseLong(fields.get(index));
  }
}
