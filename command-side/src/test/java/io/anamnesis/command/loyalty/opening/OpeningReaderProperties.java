package io.anamnesis.command.loyalty.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.opening.OpeningFault.Kind;
import io.anamnesis.command.loyalty.opening.OpeningUpload.Balance;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.web.Language;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Uploads that hold are read to the point; of one with a fault it is told where and what, and nothing else. */
class OpeningReaderProperties {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  /** A file as an older system would write it: a line each, some blank. */
  private static final class File {
    final List<@Nullable ObjectNode> lines = new ArrayList<>();

    static File random(Random random) {
      File file = new File();
      BigInteger all = BigInteger.ZERO;
      file.lines.add(JSON.createObjectNode());
      for (int customer = 1 + random.nextInt(8); customer > 0; customer--) {
        if (random.nextInt(4) == 0) {
          file.lines.add(null);
        }
        ObjectNode line = JSON.createObjectNode().put("customer", "C-" + customer);
        ArrayNode lots = line.putArray("lots");
        BigInteger total = BigInteger.ZERO;
        for (int lot = 1 + random.nextInt(4); lot > 0; lot--) {
          long points = 1 + random.nextInt(1_000_000_000);
          total = total.add(BigInteger.valueOf(points));
          lots.addObject().put("points", points)
              .put("earnedAt", NOW.minusSeconds(random.nextInt(90_000_000)).toString())
              .put("expiresAt", NOW.plus(Duration.ofDays(1 + random.nextInt(400))).toString());
        }
        line.put("total", total.longValueExact());
        all = all.add(total);
        file.lines.add(line);
      }
      file.lines.getFirst().put("reference", "old-crm").put("system", "旧系统").put("total", all.longValueExact());
      return file;
    }

    /** Number of a line about a customer, from 1. */
    int someLine(Random random) {
      List<Integer> filled = new ArrayList<>();
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i) != null) {
          filled.add(i + 1);
        }
      }
      return filled.get(random.nextInt(filled.size()));
    }

    ObjectNode line(int number) {
      return lines.get(number - 1);
    }

    ObjectNode lot(int number) {
      return (ObjectNode) line(number).get("lots").get(0);
    }

    byte[] bytes(Random random) {
      String end = random.nextBoolean() ? "\n" : "\r\n";
      String text = String.join(end, lines.stream().map(line -> line == null ? "" : line.toString()).toList());
      return ((random.nextBoolean() ? "\uFEFF" : "") + text + (random.nextBoolean() ? end : ""))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private static OpeningReader.Read read(byte[] bytes) {
    return OpeningReader.read(bytes,
        new OpeningReader.Moment(reference -> false, customer -> customer.startsWith("C-"), NOW));
  }

  @Property(tries = 200)
  void a_file_that_holds_is_read_to_the_point(@ForAll long seed) {
    Random random = new Random(seed);
    File file = File.random(random);
    OpeningReader.Read read = read(file.bytes(random));
    assertThat(read.faults().listed()).isEmpty();
    OpeningUpload upload = read.upload().orElseThrow();
    assertThat(upload.reference()).isEqualTo("old-crm");
    assertThat(upload.total()).isEqualTo(file.line(1).get("total").longValue());
    List<Balance> told = new ArrayList<>();
    for (int number = 2; number <= file.lines.size(); number++) {
      ObjectNode line = file.line(number);
      if (line != null) {
        List<DatedPoints> lots = new ArrayList<>();
        line.get("lots").forEach(lot -> lots.add(new DatedPoints(lot.get("points").longValue(),
            Instant.parse(lot.get("earnedAt").stringValue()), Instant.parse(lot.get("expiresAt").stringValue()))));
        told.add(new Balance(number, line.get("customer").stringValue(), line.get("total").longValue(), lots));
      }
    }
    assertThat(upload.balances()).isEqualTo(told);
  }

  /** A way to spoil a line, and what is to be said of it. */
  private record Spoiling(String field, Kind kind, Spoil how) {
    private interface Spoil {
      void spoil(File file, int line);
    }
  }

  private static final List<Spoiling> SPOILINGS = List.of(
      new Spoiling("customer", Kind.MISSING, (file, line) -> file.line(line).remove("customer")),
      new Spoiling("customer", Kind.NAME, (file, line) -> file.line(line).put("customer", "王丽 13800000000")),
      new Spoiling("customer", Kind.UNKNOWN_CUSTOMER, (file, line) -> file.line(line).put("customer", "X-1")),
      new Spoiling("total", Kind.MISSING, (file, line) -> file.line(line).putNull("total")),
      new Spoiling("total", Kind.NUMBER, (file, line) -> file.line(line).put("total", "12")),
      new Spoiling("total", Kind.NUMBER, (file, line) -> file.line(line).put("total", 1.5)),
      new Spoiling("lots", Kind.COUNT, (file, line) -> file.line(line).putArray("lots")),
      new Spoiling("lots", Kind.COUNT, (file, line) -> file.line(line).put("lots", 7)),
      new Spoiling("lots[0]", Kind.MALFORMED, (file, line) -> ((ArrayNode) file.line(line).get("lots")).set(0, 7)),
      new Spoiling("lots[0].points", Kind.NUMBER, (file, line) -> file.lot(line).put("points", 0)),
      new Spoiling("lots[0].points", Kind.NUMBER, (file, line) -> file.lot(line).put("points", -5)),
      new Spoiling("lots[0].points", Kind.NUMBER, (file, line) -> file.lot(line).put("points", 1_000_000_001L)),
      new Spoiling("lots[0].earnedAt", Kind.INSTANT, (file, line) -> file.lot(line).put("earnedAt", "2026-03-01")),
      new Spoiling("lots[0].earnedAt", Kind.FUTURE,
          (file, line) -> file.lot(line).put("earnedAt", "2026-11-01T08:00:01+08:00")),
      new Spoiling("lots[0].expiresAt", Kind.MISSING, (file, line) -> file.lot(line).remove("expiresAt")),
      new Spoiling("lots[0].expiresAt", Kind.EXPIRED,
          (file, line) -> file.lot(line).put("earnedAt", "2020-01-01T00:00:00Z").put("expiresAt",
              "2026-11-01T08:00:00+08:00")),
      new Spoiling("lots[0].expiresAt", Kind.ORDER,
          (file, line) -> file.lot(line).put("expiresAt", file.lot(line).get("earnedAt").stringValue())),
      new Spoiling("lots[0]", Kind.UNKNOWN_FIELD, (file, line) -> file.lot(line).put("note", "a friend")));

  @Property(tries = 600)
  void of_a_spoilt_line_it_is_told_which_and_in_which_field_and_nothing_is_taken(@ForAll long seed) {
    Random random = new Random(seed);
    File file = File.random(random);
    int line = file.someLine(random);
    Spoiling spoiling = SPOILINGS.get(random.nextInt(SPOILINGS.size()));
    spoiling.how.spoil(file, line);
    OpeningReader.Read read = read(file.bytes(random));
    assertThat(read.upload()).isEmpty();
    // What is wrong with a part shows in the sums, too; and of that nothing is told that is not so.
    List<OpeningFault> faults =
        read.faults().listed().stream().filter(fault -> fault.kind() != Kind.DIFFERENCE).toList();
    assertThat(faults).singleElement().satisfies(fault -> {
      assertThat(fault.line()).isEqualTo(line);
      assertThat(fault.field()).isEqualTo(spoiling.field);
      assertThat(fault.kind()).isEqualTo(spoiling.kind);
    });
    assertThat(read.faults().listed()).filteredOn(fault -> fault.kind() == Kind.DIFFERENCE)
        .allSatisfy(fault -> assertThat(fault.line()).isIn(1, line));
  }

  @Property(tries = 200)
  void what_does_not_add_up_is_told_with_both_sums(@ForAll long seed) {
    Random random = new Random(seed);
    File file = File.random(random);
    int line = random.nextBoolean() ? 1 : file.someLine(random);
    long total = file.line(line).get("total").longValue();
    long other = total + (random.nextBoolean() || total == 1 ? 1 : -1);
    file.line(line).put("total", other);
    List<OpeningFault> faults = read(file.bytes(random)).faults().listed();
    List<OpeningFault> expected = new ArrayList<>();
    long declared = file.line(1).get("total").longValue();
    if (line > 1) {
      expected.add(OpeningFault.of(line, "total", Kind.DIFFERENCE, total, other));
      expected.add(OpeningFault.of(1, "total", Kind.DIFFERENCE, declared + other - total, declared));
    } else {
      expected.add(OpeningFault.of(1, "total", Kind.DIFFERENCE, total, other));
    }
    assertThat(faults).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The moment is the worst: all that was earned is yet to come, or all has expired, and nobody is known. */
  @Property(tries = 200)
  void what_is_recorded_under_its_reference_is_read_alike_whatever_the_moment(@ForAll long seed) {
    Random random = new Random(seed);
    File file = File.random(random);
    byte[] bytes = file.bytes(random);
    Instant moment = NOW.plus(Duration.ofDays(random.nextBoolean() ? 2_000 : -2_000));
    OpeningReader.Read again =
        OpeningReader.read(bytes, new OpeningReader.Moment("old-crm"::equals, customer -> false, moment));
    assertThat(again.upload()).isPresent().isEqualTo(read(bytes).upload());
    assertThat(OpeningReader.read(bytes, new OpeningReader.Moment("other"::equals, customer -> false, moment)).upload())
        .as("a new one is judged").isEmpty();
  }

  @Property(tries = 300)
  void any_bytes_at_all_are_judged(@ForAll byte[] bytes) {
    OpeningReader.Read read = read(bytes);
    assertThat(read.upload()).isEmpty();
    assertThat(read.faults().count()).isPositive();
  }

  @Test
  void a_customer_is_told_in_one_line() {
    String lots =
        "\"total\":1,\"lots\":[{\"points\":1,\"earnedAt\":\"2026-01-01T00:00:00Z\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}]}";
    String file = "{\"reference\":\"r\",\"system\":\"s\",\"total\":2}\n\n{\"customer\":\"C-1\"," + lots
        + "\n{\"customer\":\"C-1\"," + lots;
    assertThat(read(file.getBytes(StandardCharsets.UTF_8)).faults().listed())
        .containsExactly(OpeningFault.of(4, "customer", Kind.REPEATED, 3));
  }

  private static String manyLines(int lines, IntFunction<String> line) {
    return "{\"reference\":\"r\",\"system\":\"s\",\"total\":2}\n"
        + IntStream.range(0, lines).mapToObj(line).collect(Collectors.joining("\n"));
  }

  @Test
  void of_lines_that_a_batch_cannot_hold_nothing_is_looked_at_and_it_is_said_first_why() {
    int asked = OpeningReader.MOST_CUSTOMERS;
    String empty = manyLines(200_000, line -> "{}");
    OpeningFaults faults = read(empty.getBytes(StandardCharsets.UTF_8)).faults();
    assertThat(faults.listed()).hasSize(100).startsWith(
        OpeningFault.of(1, null, Kind.COUNT, asked), OpeningFault.of(2, "customer", Kind.MISSING));
    assertThat(faults.count()).as("three members are missing of each line looked at").isEqualTo(3 * asked + 1);

    AtomicInteger queries = new AtomicInteger();
    String named = manyLines(50_000, line -> "{\"customer\":\"C-" + line + "\"}");
    OpeningReader.read(named.getBytes(StandardCharsets.UTF_8),
        new OpeningReader.Moment(reference -> false, customer -> queries.incrementAndGet() > 0, NOW));
    assertThat(queries).hasValue(asked);
    String malformed = manyLines(50_000, line -> "x");
    assertThat(read(malformed.getBytes(StandardCharsets.UTF_8)).faults().count()).isEqualTo(asked + 1);
  }

  @Test
  void a_line_that_no_customer_needs_is_not_read() {
    String file = manyLines(1, line -> "{\"lots\":[" + "{},".repeat(OpeningReader.LONGEST_LINE / 3) + "{}]}");
    assertThat(read(file.getBytes(StandardCharsets.UTF_8)).faults().listed())
        .contains(OpeningFault.of(2, null, Kind.TOO_LONG, OpeningReader.LONGEST_LINE, OpeningReader.MOST_LOTS));
    int most = OpeningReader.MOST_LOTS;
    String lot = """
        {"points":1000000000,"earnedAt":"2026-01-01T00:00:00.123456789+08:00",\
        "expiresAt":"2027-01-01T00:00:00.123456789+08:00"}""";
    String longest =
        "{\"customer\":\"" + "C-" + "9".repeat(62) + "\",\"total\":" + most * 1_000_000_000L + ",\"lots\":["
            + String.join(",", Collections.nCopies(most, lot)) + "]}";
    assertThat(longest.length()).isLessThan(OpeningReader.LONGEST_LINE / 3);
  }

  @Test
  void every_fault_has_words_that_say_what_came_of_the_sums_and_never_what_came() {
    Messages messages = Messages.of(new MessageBundle(OpeningProblems.BUNDLE));
    for (Language language : Language.values()) {
      OpeningFaults faults = new OpeningFaults();
      Stream.of(Kind.values()).map(kind -> OpeningFault.of(2, "total", kind, "11", "12")).forEach(faults::add);
      Problem problem = new OpeningProblems(messages).of(faults, language);
      assertThat(problem.field()).isEqualTo("total");
      assertThat(problem.members()).containsEntry("count", Kind.values().length).containsEntry("line", 2);
    }
    assertThat(messages.text(Language.EN, OpeningProblems.key(Kind.DIFFERENCE), "11", "12")).contains("11", "12");
    assertThat(Map.of("kinds", Kind.values().length)).containsEntry("kinds", messages.keys().size());
  }
}
