package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Feeds policies with the log: causes of a key one after another, keys in parallel, the tokens after all. Any number of
 * processes may run the same policies; they share the segments of each. Registers name and stage in the database, so that
 * readers in other processes know whom to wait for.
 */
public final class PolicyRunner implements AutoCloseable {
  private final EventLog log;
  private final ViewsDatabase database;
  private final Heartbeat heartbeat;
  private final Map<String, PolicyFollower> followers = new LinkedHashMap<>();
  private @Nullable AutoCloseable hint;

  /**
   * @param tail the same for all runners of a process, so that an event is read and decoded once for all
   * @param database a pool; every policy uses one connection while it works, and one is kept to say that this process is
   *     alive
   * @throws IllegalArgumentException for a name that no policy may have, or that two have
   */
  public PolicyRunner(EventLog log, LogTail tail, DataSource database, List<Policy> policies) {
    this(log, tail, database, policies, RetrySchedule.Pauses.STANDARD, Lease.STANDARD);
  }

  PolicyRunner(EventLog log, LogTail tail, DataSource database, List<Policy> policies, RetrySchedule.Pauses pauses,
      Lease lease) {
    this.log = log;
    this.database = new ViewsDatabase(database);
    this.heartbeat = new Heartbeat(this.database, lease);
    for (Policy policy : policies) {
      PolicyFollower follower = new PolicyFollower(tail, this.database, policy, heartbeat, pauses);
      if (followers.putIfAbsent(policy.name(), follower) != null) {
        throw new IllegalArgumentException("two policies are named " + policy.name());
      }
    }
  }

  /** Brings the schema up to date, registers the policies and starts following; returns at once. */
  public void start() {
    ViewsSchema.migrate(database.source());
    try {
      heartbeat.start();
      followers.values().forEach(PolicyFollower::start);
      hint = log.onAppend(() -> followers.values().forEach(PolicyFollower::wake));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** In the order in which the policies were given. */
  public List<PolicyStatus> status() {
    long head = log.head();
    return followers.values().stream().map(follower -> follower.status(head)).toList();
  }

  /**
   * Takes a parked key's causes again, in order.
   *
   * @return whether the key is parked no longer
   * @throws IllegalArgumentException for a policy that is not run here
   */
  public boolean retryParked(String policy, String key) {
    PolicyFollower follower = followers.get(policy);
    if (follower == null) {
      throw new IllegalArgumentException("no policy " + policy + " is run here");
    }
    return Retries.await(follower.retry(key));
  }

  /** Stops and leaves its share to others; reactions in flight are finished, tokens move only when all of a page are. */
  @Override
  public void close() {
    Hints.forget(hint);
    followers.values().forEach(PolicyFollower::stop);
    followers.values().forEach(PolicyFollower::close);
    heartbeat.close();
  }
}
