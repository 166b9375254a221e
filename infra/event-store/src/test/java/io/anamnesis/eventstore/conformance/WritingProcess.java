package io.anamnesis.eventstore.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;

/**
 * A writer in a process of its own, which can be frozen. It reads a line of event ids, appends these events together, and
 * says whether the engine acknowledged them.
 */
final class WritingProcess implements AutoCloseable {
  private static final String ACKNOWLEDGED = "acknowledged";
  private static final String NOT_ACKNOWLEDGED = "not acknowledged";

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  private WritingProcess(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one on the class path of this test. */
  static WritingProcess start(EngineUnderTest engine, String url, Duration timeout) throws IOException {
    // Surefire keeps the real class path in this property.
    String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new WritingProcess(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, WritingProcess.class.getName(),
        engine.getClass().getName(), url, timeout.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Whether the engine over there acknowledged the events; it says so when it can. */
  CompletableFuture<Boolean> append(List<? extends EventMessage<?>> events) throws IOException {
    commands.write(String.join(" ", Messages.ids(events)) + "\n");
    commands.flush();
    return CompletableFuture.supplyAsync(this::answer, Thread::startVirtualThread);
  }

  private boolean answer() {
    try {
      // What its libraries log goes the same way.
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.equals(ACKNOWLEDGED) || line.equals(NOT_ACKNOWLEDGED)) {
          return line.equals(ACKNOWLEDGED);
        }
      }
      throw new IllegalStateException("the writing process has ended");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void wake() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    if (new ProcessBuilder("kill", name, Long.toString(process.pid())).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the writing process does not take " + name);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** @param arguments class of the engine, JDBC URL, time-out */
  public static void main(String[] arguments) throws Exception {
    var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
    EngineUnderTest engine = (EngineUnderTest) constructor.newInstance();
    try (Store store = Store.open(engine, arguments[1], Duration.parse(arguments[2]));
        Stream<String> lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines()) {
      lines.forEach(ids -> System.out.println(
          store.acknowledges(Arrays.stream(ids.split(" ")).map(Messages::event).toList())
              ? ACKNOWLEDGED
              : NOT_ACKNOWLEDGED));
    }
  }
}
