package io.anamnesis.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** However many partitions there are and wherever they lie: they are the lives of the log, each whole and in order. */
class PartitionsProperties {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final boolean OPEN_FILES_ARE_TOLD = Files.isDirectory(OPEN_FILES);

  @Property(tries = 60, shrinking = ShrinkingMode.OFF, afterFailure = AfterFailureMode.RANDOM_SEED)
  void what_is_divided_is_the_log_grouped_by_subject(@ForAll Random random) throws IOException {
    int number = random.nextInt(1, 40);
    long memory = random.nextBoolean() ? Long.MAX_VALUE / 2 : random.nextInt(400_000);
    List<StoredEvent> log = log(random);
    Path folder = Files.createTempDirectory("partitions");
    Map<String, List<StoredEvent>> lives = new HashMap<>();
    try (Partitions partitions = new Partitions(number, memory, folder)) {
      log.forEach(partitions::add);
      assertThat(partitions.all()).hasSize(number);
      assertThat(partitions.all().stream().mapToInt(Partition::events).sum()).isEqualTo(log.size());
      for (Partition partition : partitions.all()) {
        List<StoredEvent> events = new ArrayList<>();
        partitions.drain(partition, events::add);
        assertThat(events).hasSize(partition.events());
        Map<String, List<StoredEvent>> here = events.stream().collect(Collectors.groupingBy(StoredEvent::subject));
        here.forEach((subject, life) -> assertThat(lives.put(subject, life)).isNull());

        partitions.drain(partition, again -> {
          throw new AssertionError("handed over twice");
        });
      }
    } finally {
      // Whatever lay there has gone, which the folder's end shows.
      Files.delete(folder);
    }

    assertThat(lives).isEqualTo(log.stream().collect(Collectors.groupingBy(StoredEvent::subject)));
  }

  @Example
  void what_does_not_fit_lies_in_a_file_that_nobody_else_can_open(@ForAll Random random) throws IOException {
    Path folder = Files.createTempDirectory("partitions");
    List<StoredEvent> log = IntStream.rangeClosed(1, 2_000).mapToObj(position -> event(random, position, 3)).toList();
    try (Partitions none = new Partitions(2, Long.MAX_VALUE / 2, folder.resolve("missing"))) {
      log.forEach(none::add);
    }
    assertThat(openFiles(folder)).isZero();
    try (Partitions partitions = new Partitions(2, 0, folder)) {
      log.forEach(partitions::add);
      assertThat(openFiles(folder)).isEqualTo(OPEN_FILES_ARE_TOLD ? 1 : 0);
      assertThat(folder).isEmptyDirectory();
    }
    assertThat(openFiles(folder)).isZero();
    Files.delete(folder);
  }

  @Example
  void many_events_are_divided_into_many_and_none_need_more_than_their_memory() {
    assertThat(sizes(0, 1 << 30)).isEqualTo(1);
    assertThat(sizes(2_000, 1 << 30)).isEqualTo(1);
    assertThat(sizes(1_000_000, 1 << 30)).isEqualTo(500);
    // A quarter of the memory is for blocks of 32 KiB.
    assertThat(sizes(1_000_000_000, 1 << 30)).isEqualTo(8192);
    assertThat(sizes(1_000_000_000, 1)).isEqualTo(1);
  }

  @Example
  void neighbours_among_subjects_are_spread_evenly() {
    try (Partitions partitions = new Partitions(100, Long.MAX_VALUE / 2, Path.of("missing"))) {
      Random random = new Random(1);
      for (int customer = 0; customer < 20_000; customer++) {
        StoredEvent event = event(random, customer + 1, 1);
        partitions.add(new StoredEvent(event.position(), event.eventId(), null, null, "customer-" + customer, "t", 1,
            event.occurredAt(), event.recordedAt(), "{}", "{}"));
      }
      assertThat(partitions.all()).allSatisfy(partition -> assertThat(partition.events()).isBetween(100, 350));
    }
  }

  private static int sizes(long events, long memory) {
    try (Partitions partitions = Partitions.of(events, memory, Path.of("missing"))) {
      return partitions.all().size();
    }
  }

  /** Files of the folder that this process holds open, whether or not they have a name; 0 where the platform does not tell. */
  private static long openFiles(Path folder) throws IOException {
    if (!OPEN_FILES_ARE_TOLD) {
      return 0;
    }
    try (Stream<Path> open = Files.list(OPEN_FILES)) {
      return open.filter(each -> {
        try {
          return Files.readSymbolicLink(each).startsWith(folder);
        } catch (IOException closed) {
          return false;
        }
      }).count();
    }
  }

  private static List<StoredEvent> log(Random random) {
    int subjects = random.nextInt(1, 60);
    return IntStream.rangeClosed(1, random.nextInt(1, 800)).mapToObj(position -> event(random, position, subjects))
        .toList();
  }

  private static StoredEvent event(Random random, long position, int subjects) {
    boolean inStream = random.nextBoolean();
    return new StoredEvent(position, new UUID(random.nextLong(), random.nextLong()),
        inStream ? text(random, 20) : null, inStream ? random.nextLong() : null, "客户-" + random.nextInt(subjects),
        "type-" + random.nextInt(5), random.nextInt(1, 9), instant(random), instant(random),
        // Now and then one that is larger than any block.
        text(random, random.nextInt(100) == 0 ? 80_000 : 500), text(random, 60));
  }

  private static Instant instant(Random random) {
    return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
  }

  private static String text(Random random, int longest) {
    return random.ints(random.nextInt(longest + 1), 1, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
