package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Where ids are recorded, so that each is once. Within a {@link Parts part} a unique index sees to it. Whether a complete part
 * has an id can be asked before the writers' turn, and the answer stays right, as nothing is added to it; what is known by
 * heart answers nearly always.
 */
final class Identity implements AutoCloseable {
  private final Parts parts;
  private final KnownIds known;
  private final EventsById events;
  private final Coverer coverer;
  private final OwnIds own;

  /** @param memory bytes that may be taken to know ids by heart */
  Identity(DataSource database, Parts parts, long memory) {
    this.parts = parts;
    this.known = new KnownIds(parts, memory);
    this.events = new EventsById(parts);
    this.coverer = new Coverer(database, parts, known);
    this.own = new OwnIds(parts, coverer::isWhole);
  }

  /**
   * Whether no complete part has any of the ids.
   *
   * @param head a position that the log has reached
   */
  boolean areNew(Connection connection, List<NewEvent> batch, long head) throws SQLException {
    long present = parts.present(head);
    if (present == 0) {
      return true;
    }
    Suspects suspects = suspects(batch.stream().map(NewEvent::eventId).toList());
    return suspects.noneBefore(present) || find(connection, suspects).isEmpty();
  }

  /** Up to here an append stays within the part that is present when the log ends at a position. */
  long endOfPresent(long head) {
    return parts.last(parts.present(head));
  }

  Suspects suspects(Collection<UUID> ids) {
    return known.suspects(ids);
  }

  /** How suspects are looked up. */
  EventsById events() {
    return events;
  }

  /** By position. */
  List<StoredEvent> find(Connection connection, Suspects suspects) throws SQLException {
    return events.find(connection, suspects);
  }

  /** For one thread at a time: the writer's, which tells how far the log has come. */
  void reached(long head) {
    coverer.reached(head);
  }

  /** As {@link #reached}, of events that this process recorded from the position after {@code before} on. */
  void wrote(List<NewEvent> events, long before) {
    own.wrote(events, before);
    reached(before + events.size());
  }

  IdentityCoverage coverage(long head) {
    return new IdentityCoverage(parts.present(head), known.covered(), known.bytes());
  }

  @Override
  public void close() {
    coverer.close();
  }
}
