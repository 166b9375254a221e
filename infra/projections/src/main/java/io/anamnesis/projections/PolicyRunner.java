package io.anamnesis.projections;

import java.util.List;

/**
 * Feeds policies with the log: each with a token of its own, causes of a key one after another, keys in parallel, the token
 * after all. Registers name and stage in the database, so that readers in other processes know whom to wait for.
 */
public final class PolicyRunner implements AutoCloseable {

  /** Registers the policies and starts following; returns at once. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  public List<PolicyStatus> status() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a parked key's causes again, in order.
   *
   * @return whether the key is parked no longer
   * @throws IllegalArgumentException for a policy that is not run here
   */
  public boolean retryParked(String policy, String key) {
    throw new UnsupportedOperationException();
  }

  /** Stops; reactions in flight are finished, the token moves only when all of a batch are. */
  @Override
  public void close() {}
}
