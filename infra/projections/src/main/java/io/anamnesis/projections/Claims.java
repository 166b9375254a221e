package io.anamnesis.projections;

import io.anamnesis.projections.Division.Change;
import io.anamnesis.projections.Division.Claimed;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * This process's claims on the segments of one work. A claim is as good as its process is alive, by the database's clock.
 * It saves work, and correctness does not rest on it: a claim raises the token's epoch, so that whoever held the segment
 * before, and does not know yet that it has lost it, moves no token and so writes no row.
 *
 * <p>
 * For one thread, but for {@link #holds()}.
 */
final class Claims implements Holder {
  private static final String ANNOUNCE = """
      insert into views.follower (name, generation, node, alive_until)
      values (?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
      on conflict (name, generation, node) do update set alive_until = excluded.alive_until""";

  private static final String ALIVE = """
      select node from views.follower
      where name = ? and generation = ? and (alive_until >= clock_timestamp() or node = ?) order by node""";

  private static final String FORGET_DEAD = """
      delete from views.follower where (name, generation, node) in (
        select name, generation, node from views.follower
        where name = ? and generation = ? and alive_until < clock_timestamp() and node <> ?
        for update skip locked)""";

  /** Who is alive is looked up in the same moment: what one holds that has come just now must not seem to be free. */
  private static final String LOOK = """
      select token.segment, token.position, token.epoch, holder.node as holder
      from views.segment token left join views.follower holder
        on holder.name = token.name and holder.generation = token.generation and holder.node = token.node
          and (holder.alive_until >= clock_timestamp() or holder.node = ?)
      where token.name = ? and token.generation = ? order by token.segment""";

  /** Not what others have taken since the look, nor what they are taking just now: nobody waits for anybody. */
  private static final String TAKE = """
      with free as (
        select token.segment from views.segment token
        join unnest(?::integer[], ?::bigint[]) as seen (segment, epoch)
          on token.segment = seen.segment and token.epoch = seen.epoch
        where token.name = ? and token.generation = ?
        for update of token skip locked)
      update views.segment as token set node = ?, epoch = token.epoch + 1
      from free where token.name = ? and token.generation = ? and token.segment = free.segment
      returning token.segment, token.position, token.epoch""";

  /** In the order in which others lock them. */
  private static final String GIVE = """
      with held as (
        select segment from views.segment
        where name = ? and generation = ? and node = ? and segment = any (?)
        order by segment for update)
      update views.segment as token set node = null
      from held where token.name = ? and token.generation = ? and token.segment = held.segment""";

  private static final String LEAVE = """
      delete from views.follower where name = ? and generation = ? and node = ?""";

  private final ViewsDatabase database;
  private final Work work;
  private final Heartbeat heartbeat;
  private volatile Division division;
  private long nextLook;
  private boolean settled;

  Claims(ViewsDatabase database, Work work, Heartbeat heartbeat, Division division) {
    this.database = database;
    this.work = work;
    this.heartbeat = heartbeat;
    this.division = division;
  }

  /** From now on the segments are divided in this way. */
  void divide(Division other) {
    division = other;
  }

  /** Whether what was settled last still stands for certain; if not, another process may be at the same segments. */
  boolean holds() {
    return heartbeat.protects(work);
  }

  @Override
  public boolean isDue() {
    return !settled || System.nanoTime() - nextLook >= 0 || !holds();
  }

  /** Says that this process is alive, gives back what it has too much of, and takes what is due to it and free. */
  @Override
  public Share settle() {
    settled = false;
    long began = System.nanoTime();
    Share mine = database.transact(Patience.BRIEF, connection -> {
      execute(connection, ANNOUNCE, work.name(), work.generation(), heartbeat.node(),
          heartbeat.lease().term().toMillis());
      execute(connection, FORGET_DEAD, work.name(), work.generation(), heartbeat.node());
      return change(connection);
    });
    heartbeat.settled(work, began);
    settled = true;
    return mine;
  }

  /**
   * Leaves all to others at once: what is held by one that is not there is free, so that it takes no lock on a segment. If
   * even this fails, all is free when the claim runs out, as nobody says any more that this process is alive.
   */
  void leave() {
    settled = false;
    heartbeat.forget(work);
    database.change(Patience.BRIEF,
        connection -> execute(connection, LEAVE, work.name(), work.generation(), heartbeat.node()));
  }

  private Share change(Connection connection) throws SQLException {
    List<UUID> alive = alive(connection);
    List<Claimed> segments = look(connection);
    Change change = division.changeFor(heartbeat.node(), alive, segments);
    if (!change.give().isEmpty()) {
      execute(connection, GIVE, work.name(), work.generation(), heartbeat.node(),
          array(connection, "integer", change.give().stream().map(Token::segment).toArray()), work.name(),
          work.generation());
    }
    List<Token> taken = change.take().isEmpty() ? List.of() : take(connection, change.take());
    boolean lacking = change.lacking() || taken.size() < change.take().size();
    nextLook = System.nanoTime() + (lacking ? heartbeat.lease().soon() : heartbeat.lease().beat()).toNanos();
    return new Share(segments.size(), Division.heldBy(heartbeat.node(), segments))
        .only(token -> !change.give().contains(token)).with(taken);
  }

  private List<UUID> alive(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALIVE)) {
      bind(statement, work.name(), work.generation(), heartbeat.node());
      try (ResultSet found = statement.executeQuery()) {
        List<UUID> alive = new ArrayList<>();
        while (found.next()) {
          alive.add(found.getObject("node", UUID.class));
        }
        return alive;
      }
    }
  }

  private List<Claimed> look(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      bind(statement, heartbeat.node(), work.name(), work.generation());
      try (ResultSet found = statement.executeQuery()) {
        List<Claimed> segments = new ArrayList<>();
        while (found.next()) {
          segments.add(new Claimed(token(found), found.getObject("holder", UUID.class)));
        }
        return segments;
      }
    }
  }

  private List<Token> take(Connection connection, List<Token> free) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
      bind(statement, array(connection, "integer", free.stream().map(Token::segment).toArray()),
          array(connection, "bigint", free.stream().map(Token::epoch).toArray()), work.name(), work.generation(),
          heartbeat.node(), work.name(), work.generation());
      try (ResultSet taken = statement.executeQuery()) {
        List<Token> tokens = new ArrayList<>();
        while (taken.next()) {
          tokens.add(token(taken));
        }
        return tokens;
      }
    }
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(row.getInt("segment"), row.getLong("position"), row.getLong("epoch"));
  }

  private static Array array(Connection connection, String type, Object[] values) throws SQLException {
    return connection.createArrayOf(type, values);
  }

  private static void execute(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }
}
