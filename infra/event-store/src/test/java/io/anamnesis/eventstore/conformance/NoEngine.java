package io.anamnesis.eventstore.conformance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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
final class NoEngine implements EngineUnderTest, OpenEngine, EventStorageEngine {

  @Override
  public OpenEngine open(DataSource database, Duration timeout) {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists nothing (id text)");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return this;
  }

  @Override
  public String table() {
    return "nothing";
  }

  @Override
  public String idColumn() {
    return "id";
  }

  @Override
  public boolean isDense() {
    return true;
  }

  @Override
  public EventStorageEngine engine() {
    return this;
  }

  @Override
  public void close() {}

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

  @Override
  public TrackingToken createTokenAt(Instant dateTime) {
    return new GlobalSequenceTrackingToken(0);
  }
}
