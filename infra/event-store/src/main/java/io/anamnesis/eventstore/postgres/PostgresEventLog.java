package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log on PostgreSQL, in schema {@code log}. */
public final class PostgresEventLog implements EventLog, AutoCloseable {

  private PostgresEventLog() {}

  /** Migrates the schema {@code log} where needed and opens the log. */
  public static PostgresEventLog open(LogConfiguration configuration) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Outcome> append(List<Append> appends) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredEvent> read(long after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredEvent> readSubject(String subject, long after, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredEvent> readSubjectBackward(String subject, long before, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredEvent> readStream(String stream, long fromSeq, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Long> lastSeq(String stream) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredEvent> find(UUID eventId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StoredEvent> find(Collection<UUID> eventIds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean knows(String subject, @Nullable Instant asOf) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long head() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long headAt(Instant instant) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean settle(Instant asOf) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable onAppend(Runnable listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
