package io.anamnesis.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Physical memory of this process, from Linux's {@code /proc}, in bytes. */
final class ResidentMemory {
  private static final String PEAK = "VmHWM:";
  /** As proc(5) has it: the peak begins anew. */
  private static final String FORGET_PEAK = "5";

  private ResidentMemory() {}

  static void forgetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), FORGET_PEAK);
    } catch (IOException refused) {
      throw new IllegalStateException("the peak of memory cannot be begun anew: it is measured on Linux only", refused);
    }
  }

  /** The most since the start or {@link #forgetPeak}. */
  static long peak() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines.filter(line -> line.startsWith(PEAK)).mapToLong(ResidentMemory::bytes).findFirst().orElseThrow();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** {@code VmHWM:    123456 kB} */
  private static long bytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }
}
