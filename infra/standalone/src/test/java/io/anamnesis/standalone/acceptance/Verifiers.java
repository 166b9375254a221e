package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.verify.VerifyCommand;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** The two verifiers: the one of the launcher, run in this process, and the one in Python. */
final class Verifiers {
  private static final Path REFERENCE = Path.of("../../docs/reference").toAbsolutePath().normalize();
  private static final Path MANY = Path.of("src/test/resources/verify_many.py").toAbsolutePath();

  private static final Path VECTORS =
      Path.of("../event-store/src/test/resources/proof-vectors.json").toAbsolutePath().normalize();

  private Verifiers() {}

  static Verdict java(Object... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = new VerifyCommand(out, out).run(Arrays.stream(words).map(Object::toString).toList());
    return new Verdict(code, said.toString(StandardCharsets.UTF_8));
  }

  /** What the one in Python says of the vectors that every implementation must come to. */
  static String vectors() throws IOException, InterruptedException {
    Python.start().close();
    Process process = new ProcessBuilder("python3", "-B", MANY.resolveSibling("check_vectors.py").toString(),
        REFERENCE.toString(), VECTORS.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? said : "failed: " + said;
  }

  /** One process for as many bundles as there are. */
  static final class Python implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private Python(Process process) {
      this.process = process;
      this.in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Null where there is no python3. */
    static @Nullable Python ifThere() {
      try {
        return new Python(new ProcessBuilder("python3", "-B", MANY.toString(), REFERENCE.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start());
      } catch (IOException absent) {
        return null;
      }
    }

    /** Where there is no python3 the test is reported as not run. */
    static Python start() {
      Python python = ifThere();
      Assumptions.assumeTrue(python != null, "no python3: the second verifier was not run");
      return Objects.requireNonNull(python);
    }

    /** Where there is one, it says the same to the letter. */
    static void assertAgrees(@Nullable Python python, Verdict verdict, Object... words) {
      if (python != null) {
        assertThat(python.verify(words)).isEqualTo(verdict);
      }
    }

    Verdict verify(Object... words) {
      try {
        in.write(Facts.json(Arrays.stream(words).map(Object::toString).toList()) + "\n");
        in.flush();
        JsonNode answer = Facts.parse(out.readLine());
        return new Verdict(answer.get("code").asInt(), answer.get("said").asString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
