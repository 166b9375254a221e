package io.anamnesis.eventstore.conformance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/** Keeps nothing and never complains. A suite that it passes proves nothing. */
final class NoEngine implements EngineUnderTest, EventStorageEngine {
  private final HikariDataSource database = TestPostgres.shared().freshDatabase();

  @Override
  public EventStorageEngine engine() {
    return this;
  }

  @Override
  public DataSource database() {
    return database;
  }

  @Override
  public void append(List<? extends EventMessage<?>> events, Runnable pause, boolean rollBack) {
    pause.run();
  }

  @Override
  public void close() {
    database.close();
  }

  @Override
  public void appendEvents(List<? extends EventMessage<?>> events) {}

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {}

  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
    return Stream.empty();
  }

  @Override
  public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
    return DomainEventStream.empty();
  }

  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
    return Optional.empty();
  }

  @Override
  public TrackingToken createTailToken() {
    return new GlobalSequenceTrackingToken(0);
  }

  @Override
  public TrackingToken createHeadToken() {
    return new GlobalSequenceTrackingToken(0);
  }
}
