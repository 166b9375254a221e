package io.anamnesis.eventstore;

import java.util.List;

/**
 * A walk along the log, page after page, while the pages to come are read ahead on a thread of their own. Holds one
 * connection and a few mebibytes, or a few events where one alone is larger. For one thread, but for {@link #close}.
 */
public interface LogScan extends AutoCloseable {

  /**
   * The next events, dense: the first follows the last of the page before. Waits for them if need be.
   *
   * @return empty when the scan is at its end: at the position it was to go to, or where the log ended when it came there
   * @throws LogUnavailable if the database could not be asked; another scan may go on from the last page
   * @throws LogHole if a position is missing in the log
   * @throws IllegalStateException if the scan was closed
   */
  List<StoredEvent> next() throws InterruptedException;

  /** Ends the scan wherever it stands, at once, and gives its connection back. */
  @Override
  void close();
}
