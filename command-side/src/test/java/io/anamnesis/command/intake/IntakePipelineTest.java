package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of any length, in memory of a fixed size and in its order. */
class IntakePipelineTest {
  /** Chunks that are committed, prepared or waiting, and the one that is being read, of 500 events each. */
  private static final int MOST_HELD = 4 * 500;

  @TempDir
  Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final AtomicInteger read = new AtomicInteger();
  private PostgresEventLog log;

  @BeforeEach
  void open() {
    log = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void reading_waits_for_the_log() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    IntakePipeline pipeline = pipeline(call -> slow.await());
    var account = CompletableFuture.supplyAsync(() -> pipeline.take(stream(10_000), "test"),
        task -> Thread.ofVirtual().start(task));

    Awaitility.await().until(() -> read.get() >= MOST_HELD - 500);
    Awaitility.await().during(java.time.Duration.ofMillis(300)).until(() -> read.get() <= MOST_HELD);
    slow.countDown();
    assertThat(account.join().accepted()).isEqualTo(10_000);
    assertThat(log.head()).isEqualTo(10_000);
  }

  @Test
  void after_a_chunk_that_failed_none_is_committed() {
    AtomicInteger calls = new AtomicInteger();
    IntakePipeline pipeline = pipeline(call -> {
      if (calls.incrementAndGet() == 2) {
        throw new IllegalStateException("broken");
      }
    });

    assertThatThrownBy(() -> pipeline.take(stream(5_000), "test")).hasMessage("broken");
    Awaitility.await().during(java.time.Duration.ofMillis(300)).until(() -> calls.get() == 2);
    assertThat(log.head()).isEqualTo(500);
    assertThat(pipeline.take(stream(5_000), "test").accepted()).as("sent again").isEqualTo(4_500);
  }

  private FactReader stream(int facts) {
    read.set(0);
    return () -> {
      int number = read.get();
      if (number == facts) {
        return null;
      }
      read.incrementAndGet();
      return SampleFacts.raw(SampleFacts.signin("A-" + number, "C-" + number % 100));
    };
  }

  private IntakePipeline pipeline(Before before) {
    var personalData = TinkPersonalData.open(database, folder.resolve("kek"));
    EventLog slow = (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          before.call(method.getName());
          try {
            return method.invoke(log, arguments);
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        });
    var sealer = new FactSealer(personalData, () -> EventSchemas.NONE);
    var intake = new FactIntake(new FactParser(EventCatalogue.standard(), Clock.systemUTC()), sealer,
        new Originals(slow, EventCatalogue.standard(), sealer), new FactAppender(slow, Clock.systemUTC()));
    return new IntakePipeline(intake, Quarantine.open(database, personalData), task -> Thread.ofVirtual().start(task));
  }

  private interface Before {
    void call(String method) throws InterruptedException;
  }
}
