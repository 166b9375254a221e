package io.anamnesis.eventstore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes write, a reader follows: it reads what was committed, all of it, once, in order. */
class TwoProcessesTest {
  private static final int APPENDS = 3_000;

  private HikariDataSource database;
  private PostgresEventLog log;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_reader_never_skips_and_reads_exactly_what_was_acknowledged() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<List<StoredEvent>> followed = async(() -> follow(done));
    Process other = WriterProcess.start(database.getJdbcUrl(), "other", APPENDS);
    CompletableFuture<List<String>> told = async(() -> lines(other));

    List<String> acknowledged = new ArrayList<>(appendHere());
    assertThat(other.waitFor()).isZero();
    acknowledged.addAll(told.get());
    done.set(true);

    List<StoredEvent> read = followed.get();
    assertThat(acknowledgedIds(acknowledged)).isEqualTo(idsByPosition(read));
    assertThat(read).extracting(StoredEvent::position).isSorted().doesNotHaveDuplicates().last()
        .isEqualTo((long) read.size());
    assertThat(read).extracting(StoredEvent::recordedAt).isSorted();
    assertThat(read).extracting(StoredEvent::eventId).doesNotHaveDuplicates();
    assertThat(read).hasSizeGreaterThan(APPENDS);
  }

  @Test
  void what_a_killed_process_had_acknowledged_is_there_and_the_log_goes_on_without_a_hole() throws Exception {
    Process other = WriterProcess.start(database.getJdbcUrl(), "other", 1_000_000);
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines = other.inputReader(StandardCharsets.UTF_8)) {
      while (acknowledged.size() < 500) {
        acknowledged.add(lines.readLine());
      }
      other.destroyForcibly().waitFor();
    }
    log.append(LogEvents.one("after"));

    List<StoredEvent> read = LogEvents.all(log);
    assertThat(idsByPosition(read)).containsAllEntriesOf(acknowledgedIds(acknowledged));
    assertThat(read.getLast().eventId()).isEqualTo(LogEvents.fact("after").eventId());
  }

  private List<String> appendHere() throws InterruptedException {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 16; w++) {
      int writer = w;
      writers.add(Thread.ofVirtual().start(() -> {
        for (int n = writer; n < APPENDS; n += 16) {
          lines.add(WriterProcess.append(log, "here", n));
        }
      }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    return lines.stream().filter(line -> !line.isEmpty()).toList();
  }

  /** As a follower does: from its position on, whenever it is woken or has waited, until nothing more can come. */
  private List<StoredEvent> follow(AtomicBoolean done) {
    Semaphore woken = new Semaphore(1);
    List<StoredEvent> read = new ArrayList<>();
    try (AutoCloseable registration = log.onAppend(woken::release)) {
      boolean last = false;
      while (true) {
        List<StoredEvent> page = log.read(read.size(), 97);
        read.addAll(page);
        if (page.isEmpty() && last) {
          return read;
        }
        last = done.get();
        if (page.isEmpty() && woken.tryAcquire(50, TimeUnit.MILLISECONDS)) {
          woken.drainPermits();
        }
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, command -> Thread.ofVirtual().start(command));
  }

  private static List<String> lines(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      return lines.lines().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Map<Long, UUID> acknowledgedIds(List<String> lines) {
    Map<Long, UUID> ids = new TreeMap<>();
    for (String line : lines) {
      StringTokenizer words = new StringTokenizer(line);
      for (long position = Long.parseLong(words.nextToken()); words.hasMoreTokens(); position++) {
        ids.put(position, UUID.fromString(words.nextToken()));
      }
    }
    return ids;
  }

  private static Map<Long, UUID> idsByPosition(List<StoredEvent> events) {
    Map<Long, UUID> ids = new TreeMap<>();
    events.forEach(event -> ids.put(event.position(), event.eventId()));
    return ids;
  }
}
