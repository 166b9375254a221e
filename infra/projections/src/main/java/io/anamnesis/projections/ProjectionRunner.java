package io.anamnesis.projections;

import java.util.List;

/**
 * Keeps the rows of projections up with the log: a follower per projection, a rebuild beside it where asked or where the
 * code has a new version. Any number of processes may run the same projections; they take turns by the tokens.
 */
public final class ProjectionRunner implements AutoCloseable {

  /** Starts following; returns at once. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  public List<ProjectionStatus> status() {
    throw new UnsupportedOperationException();
  }

  /**
   * Builds the rows anew from the log beside the live ones and swaps when they have caught up; returns at once. A rebuild
   * under way is not begun a second time.
   *
   * @throws IllegalArgumentException for a name that is not run here
   */
  public void rebuild(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Folds a parked key anew from the log.
   *
   * @return whether the key is parked no longer
   * @throws IllegalArgumentException for a name that is not run here
   */
  public boolean retryParked(String name, String key) {
    throw new UnsupportedOperationException();
  }

  /**
   * What distinguishes the live rows from a fresh fold of the log at an equal position: a line for each row that is
   * different, missing or extra, the first 100; empty when the view is right. The live follower waits meanwhile.
   */
  public List<String> differences(String name) {
    throw new UnsupportedOperationException();
  }

  /** Stops following; what is in flight is finished or rolled back. */
  @Override
  public void close() {}
}
