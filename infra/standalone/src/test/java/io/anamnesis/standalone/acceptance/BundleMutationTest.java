package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** H3: no byte of a bundle can be another one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundleMutationTest {
  private static final int OF_THE_ARCHIVE = 2_000;
  private static final int OF_BOTH = Integer.getInteger("anamnesis.mutations", 250);
  private static final List<String> SMALL = List.of("bundle.json", "log.vkey", "checkpoint.txt", "SHA256SUMS");

  @TempDir
  private Path folder;

  private final long seed = new Random().nextLong();
  private byte[] zip = {};

  @BeforeAll
  void a_bundle_of_a_short_life() {
    String customer = someone();
    Client client = Deployment.ONE_PROCESS.client();
    client.record(fact(customer, "customer.registered", "2026-03-01T01:00:00Z", Map.of("name", "Wang Fang")),
        visit(customer, "V-1", "2026-03-01T02:00:00Z"));
    zip = client.as("auditor").download("/api/v1/audit/customers/" + customer + "/bundle").bytes();
  }

  @Test
  void the_second_verifier_comes_to_what_the_vectors_say() throws Exception {
    assertThat(Verifiers.vectors()).matches("leaves=4 inclusion=\\d{3} consistency=\\d{3} checkpoints=6 statements=15");
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    byte[] other = bytes.clone();
    other[at] ^= (byte) (1 + random.nextInt(255));
    return other;
  }

  @Test
  void no_byte_of_the_archive_can_be_another_one() throws IOException {
    Random random = new Random(seed);
    Path altered = folder.resolve("altered.zip");
    assertThat(Verifiers.java(Files.write(altered, zip)).code()).isZero();
    for (int i = 0; i < OF_THE_ARCHIVE; i++) {
      int at = random.nextInt(zip.length);
      Verdict verdict = Verifiers.java(Files.write(altered, flipped(zip, at, random)));
      assertThat(verdict.code()).as("byte %d, seed %d: %s", at, seed, verdict.said()).isEqualTo(1);
    }
  }

  /** Headers, directory, end and comment: what a digest over files alone would not hold. */
  @Test
  void no_byte_between_the_files_can_be_another_one_even_with_a_new_digest() throws IOException {
    Random random = new Random(seed);
    Path altered = folder.resolve("headers.zip");
    int directory = zip.length - 22 - 90 - directoryLength();
    for (int at = directory; at < zip.length - 64; at++) {
      Verdict verdict = Verifiers.java(Files.write(altered, Bundle.sealed(flipped(zip, at, random))));
      assertThat(verdict.code()).as("byte %d, seed %d: %s", at, seed, verdict.said()).isBetween(1, 2);
    }
    for (int at = 0; at < 30 + "README.txt".length(); at++) {
      Verdict verdict = Verifiers.java(Files.write(altered, Bundle.sealed(flipped(zip, at, random))));
      assertThat(verdict.code()).as("byte %d, seed %d: %s", at, seed, verdict.said()).isBetween(1, 2);
    }
    byte[] longer = Arrays.copyOf(zip, zip.length + 1);
    assertThat(Verifiers.java(Files.write(altered, longer)).code()).isBetween(1, 2);
    assertThat(Verifiers.java(Files.write(altered, Arrays.copyOf(zip, zip.length - 1))).code()).isBetween(1, 2);
  }

  /** What a library makes of a directory must be no other verdict: an entry that seems encrypted, or of another method. */
  @Test
  void both_verifiers_judge_every_bit_of_the_first_entry_of_the_directory_alike() throws IOException {
    Path altered = folder.resolve("directory.zip");
    int directory = zip.length - 22 - 90 - directoryLength();
    try (Verifiers.Python python = Verifiers.Python.start()) {
      for (int at = directory; at < directory + 46; at++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] other = zip.clone();
          other[at] ^= (byte) (1 << bit);
          Files.write(altered, other);
          Verdict first = Verifiers.java(altered);
          Verdict second = python.verify(altered);
          assertThat(second.code()).as("byte %d, bit %d: %s%s", at - directory, bit, first.said(), second.said())
              .isEqualTo(first.code()).isEqualTo(1);
        }
      }
    }
  }

  private int directoryLength() {
    return Bundle.of(zip).files().keySet().stream().mapToInt(name -> 46 + name.length()).sum();
  }

  @Test
  void no_byte_of_an_unpacked_file_can_be_another_one() throws IOException {
    Random random = new Random(seed);
    Bundle bundle = Bundle.of(zip);
    Path unpacked = bundle.unpackedTo(folder.resolve("unpacked"));
    for (String name : bundle.files().keySet()) {
      byte[] content = bundle.bytes(name);
      boolean whole = SMALL.contains(name);
      for (int i = 0; i < (whole ? content.length : 50); i++) {
        int at = whole ? i : random.nextInt(content.length);
        Files.write(unpacked.resolve(name), flipped(content, at, random));
        Verdict verdict = Verifiers.java(unpacked);
        assertThat(verdict.code()).as("%s, byte %d, seed %d: %s", name, at, seed, verdict.said()).isEqualTo(1);
        assertThat(verdict.said()).as("byte %d, seed %d", at, seed)
            .contains(name.equals("SHA256SUMS") ? "not as" : name);
      }
      Files.write(unpacked.resolve(name), content);
    }
    assertThat(Verifiers.java(unpacked).code()).isZero();
  }

  @Test
  void a_file_too_many_or_too_few_is_named() throws IOException {
    Bundle bundle = Bundle.of(zip);
    for (String name : bundle.files().keySet()) {
      Path unpacked = bundle.unpackedTo(folder.resolve("without-" + name));
      Files.delete(unpacked.resolve(name));
      Verdict verdict = Verifiers.java(unpacked);
      assertThat(verdict).extracting(Verdict::code).isEqualTo(1);
      assertThat(verdict.said()).contains(name + " is missing");
    }
    Path more = bundle.unpackedTo(folder.resolve("more"));
    Files.writeString(more.resolve("report.pdf"), "");
    assertThat(Verifiers.java(more).said()).contains("report.pdf does not belong");
  }

  @Test
  void names_that_would_command_a_terminal_are_told_without_that_and_only_the_first_ones() throws IOException {
    Path more = Bundle.of(zip).unpackedTo(folder.resolve("names"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(more.resolve("\u001b[2Jname" + i), "");
    }
    Verdict verdict = Verifiers.java(more);
    assertThat(verdict.code()).isEqualTo(1);
    assertThat(verdict.said()).contains("?[2Jname0 does not belong", "and perhaps more").doesNotContain("\u001b");
    assertThat(verdict.said().lines()).hasSizeLessThan(25);
    try (Verifiers.Python python = Verifiers.Python.ifThere()) {
      Verifiers.Python.assertAgrees(python, verdict, more);
    }
  }

  @Test
  void both_verifiers_judge_mutations_alike() throws IOException {
    Random random = new Random(seed);
    Path altered = folder.resolve("both.zip");
    Bundle bundle = Bundle.of(zip);
    try (Verifiers.Python python = Verifiers.Python.start()) {
      for (int i = 0; i < OF_BOTH; i++) {
        int at = random.nextInt(zip.length);
        Files.write(altered, flipped(zip, at, random));
        Verdict first = Verifiers.java(altered);
        Verdict second = python.verify(altered);
        assertThat(second.code()).as("byte %d, seed %d: %s%s", at, seed, first.said(), second.said())
            .isEqualTo(first.code());
      }
      for (String name : bundle.files().keySet()) {
        Path unpacked = bundle.unpackedTo(folder.resolve("alike-" + name));
        Files.write(unpacked.resolve(name),
            flipped(bundle.bytes(name), random.nextInt(bundle.bytes(name).length), random));
        Verdict first = Verifiers.java(unpacked);
        Verdict second = python.verify(unpacked);
        assertThat(second.code()).as("%s, seed %d: %s%s", name, seed, first.said(), second.said())
            .isEqualTo(first.code());
        assertThat(second.position()).as("%s, seed %d: %s%s", name, seed, first.said(), second.said())
            .isEqualTo(first.position());
      }
    }
  }
}
