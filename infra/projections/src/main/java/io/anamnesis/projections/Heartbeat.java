package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again and again that this process takes part in its works, so that nobody takes what it has claimed. On a thread of
 * its own: a page of decisions, or the index of a rebuild, may take longer than a claim lasts. And with a connection of its
 * own, kept as long as it answers in time: a pool that others have emptied must not cost a process its claims.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** A row that is locked just now is passed over: it must not keep the others from being heard of. */
  private static final String BEAT = """
      update views.follower set alive_until = clock_timestamp() + ? * interval '1 millisecond'
      where (name, generation, node) in (
        select name, generation, node from views.follower
        where node = ? and (name, generation) in (select * from unnest(?::text[], ?::integer[]))
        for update skip locked)
      returning name, generation""";

  private final ViewsDatabase database;
  private final Lease lease;
  private final UUID node = UUID.randomUUID();
  private final SteadyThread thread = new SteadyThread("heartbeat", this::turn, this::hangUp);
  private final Map<Work, Rhythm> rhythms = new ConcurrentHashMap<>();
  private @Nullable Connection line;

  /**
   * Of one work, by this process's clock, which goes on while it stands still.
   *
   * @param last sign of life, as of before it was sent
   * @param unbroken whether each came in time since what is claimed was settled
   */
  private record Rhythm(long last, boolean unbroken) {}

  Heartbeat(ViewsDatabase database, Lease lease) {
    this.database = database;
    this.lease = lease;
  }

  void start() {
    thread.start();
  }

  /** What this process is called, in this life. */
  UUID node() {
    return node;
  }

  Lease lease() {
    return lease;
  }

  /** From now on it beats for this work too, of which all was settled anew just now. */
  void settled(Work work, long began) {
    rhythms.put(work, new Rhythm(began, true));
  }

  /** From now on it does not beat for this work. */
  void forget(Work work) {
    rhythms.remove(work);
  }

  /** Whether what was settled last cannot have been taken by another since. */
  boolean protects(Work work) {
    Rhythm rhythm = rhythms.get(work);
    return rhythm != null && rhythm.unbroken() && isWithinTerm(rhythm.last(), System.nanoTime());
  }

  @Override
  public void close() {
    thread.close();
  }

  private boolean turn() throws InterruptedException {
    Set<Work> works = Set.copyOf(rhythms.keySet());
    try {
      if (!works.isEmpty()) {
        beat(works);
      }
    } catch (SQLException failed) {
      // The next one comes no later for it.
      thread.note(failed);
      LOG.warn("no sign of life was given: {}", FailureNote.of(failed));
      hangUp();
    }
    thread.pause(lease.beat());
    return true;
  }

  private void beat(Set<Work> works) throws SQLException {
    long sent = System.nanoTime();
    Set<Work> heard = say(works);
    long answered = System.nanoTime();
    for (Work work : works) {
      rhythms.computeIfPresent(work, (same, before) -> {
        boolean unbroken = before.unbroken() && heard.contains(work) && isWithinTerm(before.last(), answered);
        return new Rhythm(Math.max(before.last(), sent), unbroken);
      });
    }
  }

  /** One statement, which the server ends by itself: a process frozen here must not keep its rows locked. */
  private Set<Work> say(Set<Work> works) throws SQLException {
    List<Work> named = List.copyOf(works);
    Connection connection = line();
    try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
      statement.setQueryTimeout((int) Math.max(1, lease.term().toSeconds() / 2));
      statement.setLong(1, lease.term().toMillis());
      statement.setObject(2, node);
      statement.setArray(3, connection.createArrayOf("text", named.stream().map(Work::name).toArray()));
      statement.setArray(4, connection.createArrayOf("integer", named.stream().map(Work::generation).toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        Set<Work> heard = new HashSet<>();
        while (rows.next()) {
          heard.add(new Work(rows.getString("name"), rows.getInt("generation")));
        }
        return heard;
      }
    }
  }

  private Connection line() throws SQLException {
    Connection present = line;
    if (present == null) {
      present = database.source().getConnection();
      line = present;
      // Where no answer comes, there is time for another sign of life before the term is over.
      present.setNetworkTimeout(Runnable::run, (int) lease.term().dividedBy(2).toMillis());
    }
    return present;
  }

  private void hangUp() {
    Connection present = line;
    line = null;
    if (present != null) {
      try {
        present.close();
      } catch (SQLException gone) {
        LOG.debug("the heartbeat's connection was lost: {}", FailureNote.of(gone));
      }
    }
  }

  private boolean isWithinTerm(long moment, long now) {
    return now - moment < lease.term().toNanos();
  }
}
