package io.anamnesis.eventstore.conformance;

import java.time.Duration;
import javax.sql.DataSource;

/**
 * A kind of event storage engine on PostgreSQL, as the suite opens it: often, more than once on the same database, and in
 * processes of their own. Those know it by its class, so it needs a constructor without arguments.
 */
public interface EngineUnderTest {

  /**
   * Opens it on a database that is empty, or that it was open on before. It keeps {@link Counter} as an aggregate, whose
   * snapshots are of the type {@code Counter}.
   *
   * @param timeout how long a writer that hangs may be in the way of others, where the engine has such a limit
   */
  OpenEngine open(DataSource database, Duration timeout);

  /** The table of its events, to hang faults on. */
  String table();

  /** The column of that table that holds the ids of the events. */
  String idColumn();

  /** Whether the n-th event of the log has position n. */
  boolean isDense();
}
