package io.anamnesis.eventstore.conformance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** An engine opened on a database, with a pool of its own, as one process of an installation has it. */
record Store(EngineUnderTest kind, HikariDataSource database, OpenEngine opened) implements AutoCloseable {
  static final Duration PATIENT = Duration.ofSeconds(10);

  /** On a new, empty database. */
  static Store fresh(EngineUnderTest engine) {
    return open(engine, TestPostgres.shared().freshDatabase(), PATIENT);
  }

  static Store open(EngineUnderTest engine, String url, Duration timeout) {
    return open(engine, TestPostgres.pool(url, 24), timeout);
  }

  private static Store open(EngineUnderTest engine, HikariDataSource database, Duration timeout) {
    // Who finds no server is told soon, and the fault tests go on.
    database.setConnectionTimeout(1_000);
    return new Store(engine, database, engine.open(database, timeout));
  }

  /** A second one on the same database. */
  Store another() {
    return open(kind, database.getJdbcUrl(), PATIENT);
  }

  EventStorageEngine engine() {
    return opened.engine();
  }

  void append(EventMessage<?>... events) {
    engine().appendEvents(List.of(events));
  }

  /** Whether the engine says that it has recorded them. */
  boolean acknowledges(List<? extends EventMessage<?>> events) {
    try {
      engine().appendEvents(events);
      return true;
    } catch (RuntimeException refusedOrNotKnown) {
      return false;
    }
  }

  /** Ids of all events, in order. */
  List<String> recorded() {
    return Following.fromTheStart(engine());
  }

  @Override
  public void close() {
    opened.close();
    database.close();
  }
}
