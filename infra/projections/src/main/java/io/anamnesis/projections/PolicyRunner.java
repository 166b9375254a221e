package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Feeds policies with the log: causes of a key one after another, keys in parallel, the tokens after all. Any number of
 * processes may run the same policies; they share the segments of each. Registers name and stage in the database, so that
 * readers in other processes know whom to wait for.
 */
public final class PolicyRunner implements Parking, AutoCloseable {
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

  @Override
  public List<ParkedKey> parked(String name, long after, int limit) {
    ParkedKeys keys = parkedKeys(name);
    return database.read(connection -> keys.list(connection, after, limit));
  }

  @Override
  public Optional<ParkedKey> parkedAt(String name, long position) {
    ParkedKeys keys = parkedKeys(name);
    return database.read(connection -> keys.at(connection, position));
  }

  /** Takes the key's causes again, in order. */
  @Override
  public boolean retryParked(String name, String key) {
    return Retries.await(follower(name).retry(key));
  }

  /** A policy may fail for reasons of its surroundings: only a fresh try can tell. */
  @Override
  public boolean isStuckAt(String name, @Nullable Integer version, String key, long position) {
    return !retryParked(name, key) && parkedAt(name, position).isPresent();
  }

  /** Positions of the causes that operators gave up. */
  public Set<Long> skipped(String name) {
    return follower(name).skipped();
  }

  @Override
  public @Nullable Integer versionOf(String name) {
    follower(name);
    return null;
  }

  /** Stops and leaves its share to others; reactions in flight are finished, tokens move only when all of a page are. */
  @Override
  public void close() {
    Hints.forget(hint);
    followers.values().forEach(PolicyFollower::stop);
    followers.values().forEach(PolicyFollower::close);
    heartbeat.close();
  }

  private ParkedKeys parkedKeys(String name) {
    follower(name);
    return new ParkedKeys(Work.ofPolicy(name));
  }

  private PolicyFollower follower(String name) {
    PolicyFollower follower = followers.get(name);
    if (follower == null) {
      throw new IllegalArgumentException("no policy " + name + " is run here");
    }
    return follower;
  }
}
