package io.anamnesis.projections;

import java.sql.PreparedStatement;
import java.util.UUID;

/**
 * Says again and again that this process is alive, so that nobody takes what it has claimed. On a thread of its own: a
 * page of decisions, or the index of a rebuild, may take longer than a claim lasts.
 */
final class Heartbeat implements AutoCloseable {
  private static final String BEAT = """
      update views.follower set alive_until = clock_timestamp() + ? * interval '1 millisecond' where node = ?""";

  private final ViewsDatabase database;
  private final Lease lease;
  private final UUID node = UUID.randomUUID();
  private final SteadyThread thread = new SteadyThread("heartbeat", this::turn, () -> {});
  private volatile Rhythm rhythm;

  /**
   * By this process's clock, which goes on while it stands still.
   *
   * @param last beat, as of before it was sent
   * @param unbrokenFrom since when no beat came too late
   */
  private record Rhythm(long last, long unbrokenFrom) {}

  Heartbeat(ViewsDatabase database, Lease lease) {
    this.database = database;
    this.lease = lease;
    long now = System.nanoTime();
    this.rhythm = new Rhythm(now, now);
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

  /** Whether what was claimed at a moment of {@link System#nanoTime()} cannot have been taken by another since. */
  boolean protectsSince(long moment) {
    long now = System.nanoTime();
    Rhythm present = rhythm;
    return isWithinTerm(moment, now)
        || isWithinTerm(present.last(), now) && present.unbrokenFrom() - moment <= 0;
  }

  @Override
  public void close() {
    thread.close();
  }

  private boolean turn() throws InterruptedException {
    long sent = System.nanoTime();
    // One statement, which the server ends by itself: a process frozen here must not keep its row locked.
    database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
        statement.setLong(1, lease.term().toMillis());
        statement.setObject(2, node);
        return statement.executeUpdate();
      }
    });
    long answered = System.nanoTime();
    Rhythm before = rhythm;
    rhythm = new Rhythm(sent, isWithinTerm(before.last(), answered) ? before.unbrokenFrom() : answered);
    thread.pause(lease.beat());
    return true;
  }

  private boolean isWithinTerm(long moment, long now) {
    return now - moment < lease.term().toNanos();
  }
}
