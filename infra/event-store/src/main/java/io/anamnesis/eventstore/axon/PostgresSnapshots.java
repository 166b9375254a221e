package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.LogUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.Revision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Snapshots in {@code log.snapshot}: the fields of an aggregate as JSON, with the revision of its fold, which is the
 * {@link Revision} of its class. It must change whenever the same events would give other fields.
 */
public final class PostgresSnapshots implements SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSnapshots.class);

  /** Of so many states that are kept, one is read back and compared first; the first of each class always. */
  private static final int CHECKED_OF = 16;

  private static final String STORE =
      """
      insert into log.snapshot (stream, seq, type, revision, payload, taken_at)
      values (?, ?, ?, ?, ?, clock_timestamp())
      on conflict (stream, seq) do update
      set type = excluded.type, revision = excluded.revision, payload = excluded.payload, taken_at = excluded.taken_at""";

  /** The two newest of each revision: builds of two revisions may run side by side. */
  private static final String THIN = """
      delete from log.snapshot
      where stream = ? and revision = ? and seq < (
        select seq from log.snapshot where stream = ? and revision = ? order by seq desc offset 1 limit 1)""";

  private static final String NEWEST = """
      select seq, type, revision, payload from log.snapshot where stream = ? order by seq desc""";

  private final DataSource database;
  private final Map<String, Class<?>> aggregates = new HashMap<>();
  private final Map<Class<?>, AtomicInteger> kept = new ConcurrentHashMap<>();

  /** @throws IllegalArgumentException if an aggregate's class carries no {@link Revision} */
  public PostgresSnapshots(DataSource database, Class<?>... aggregates) {
    this.database = database;
    for (Class<?> aggregate : aggregates) {
      revision(aggregate);
      this.aggregates.put(aggregate.getSimpleName(), aggregate);
    }
  }

  private static String revision(Class<?> aggregate) {
    Revision revision = aggregate.getAnnotation(Revision.class);
    if (revision == null) {
      throw new IllegalArgumentException(aggregate + " needs the @Revision of its fold, as it is kept in snapshots");
    }
    return revision.value();
  }

  @Override
  public void store(DomainEventMessage<?> snapshot) {
    Class<?> aggregate = snapshot.getPayloadType();
    String revision = revision(aggregate);
    String stream = snapshot.getAggregateIdentifier();
    try (Connection connection = database.getConnection();
        PreparedStatement store = connection.prepareStatement(STORE);
        PreparedStatement thin = connection.prepareStatement(THIN)) {
      store.setString(1, stream);
      store.setLong(2, snapshot.getSequenceNumber());
      store.setString(3, aggregate.getSimpleName());
      store.setString(4, revision);
      store.setString(5, json(snapshot.getPayload()));
      store.executeUpdate();
      thin.setString(1, stream);
      thin.setString(2, revision);
      thin.setString(3, stream);
      thin.setString(4, revision);
      thin.executeUpdate();
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  /**
   * A state that does not come back as it was must not be kept: the aggregate would decide on half of it. That it does is shown by
   * tests with random lives; some are looked at here nevertheless, as it costs several times the writing.
   */
  private String json(Object aggregate) {
    int before = kept.computeIfAbsent(aggregate.getClass(), first -> new AtomicInteger()).getAndIncrement();
    return before % CHECKED_OF == 0 ? SnapshotCodec.writeChecked(aggregate) : SnapshotCodec.write(aggregate);
  }

  /** Empty for one that does not fit its class: an older one or the log alone tells the same, and no command must fail of it. */
  private static Optional<DomainEventMessage<?>> read(ResultSet row, String stream, Class<?> aggregate)
      throws SQLException {
    long seq = row.getLong(1);
    try {
      return Optional.of(new GenericDomainEventMessage<>(row.getString(2), stream, seq,
          SnapshotCodec.read(row.getString(4), aggregate)));
    } catch (JacksonException unreadable) {
      // Neither the stream's name nor the exception's message: both may tell of a person.
      LOG.warn("A snapshot of a {} at event {} cannot be read and is passed over", aggregate.getSimpleName(), seq);
      return Optional.empty();
    }
  }

  @Override
  public Optional<DomainEventMessage<?>> newest(String stream) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(NEWEST)) {
      statement.setString(1, stream);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Class<?> aggregate = aggregates.get(rows.getString(2));
          if (aggregate != null && revision(aggregate).equals(rows.getString(3))) {
            Optional<DomainEventMessage<?>> read = read(rows, stream, aggregate);
            if (read.isPresent()) {
              return read;
            }
          }
        }
        return Optional.empty();
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
