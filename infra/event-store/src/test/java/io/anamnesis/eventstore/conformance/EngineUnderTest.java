package io.anamnesis.eventstore.conformance;

import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** An empty store of its own, opened for one test. */
public interface EngineUnderTest extends AutoCloseable {

  EventStorageEngine engine();

  /** The database below it, for what other users of it do. */
  DataSource database();

  /**
   * Appends in a transaction that has written and not yet committed while the pause runs.
   *
   * @param rollBack whether the transaction is then given up; an engine may try again by itself
   * @throws RuntimeException if nothing was appended, or it is not known
   */
  void append(List<? extends EventMessage<?>> events, Runnable pause, boolean rollBack);

  @Override
  void close();
}
