package io.anamnesis.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that runs beside this one and is spoken with in lines; it ends when its standard input does. */
final class Conversation implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;

  private final Process process;
  private final BufferedWriter input;
  private final Thread listener;

  /**
   * @param answers is given each line, in order, on a thread of its own
   * @param atEnd runs when the program has ended, whoever ended it
   */
  Conversation(List<String> command, Consumer<String> answers, Runnable atEnd) {
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException failed) {
      throw new IllegalStateException("could not run " + command.getFirst(), failed);
    }
    input = process.outputWriter();
    listener = Thread.ofPlatform().daemon().start(() -> listen(answers, atEnd));
  }

  synchronized void say(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException failed) {
      throw new IllegalStateException("the program has ended", failed);
    }
  }

  long cpuMicros() {
    return CpuTime.ofTree(process.pid());
  }

  @Override
  public void close() {
    try {
      input.close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      listener.join();
    } catch (IOException alreadyEnded) {
      process.destroyForcibly();
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void listen(Consumer<String> answers, Runnable atEnd) {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(answers);
    } catch (IOException closed) {
      // It has ended.
    } finally {
      atEnd.run();
    }
  }
}
