package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tokens of one work in the database. */
record Segments(Work work) {
  /** Enough to be shared by some processes; every one of them costs an updated row a page. */
  static final int STANDARD = 16;

  private static final String CREATE = """
      insert into views.segment (name, generation, segment)
      select ?, ?, number from generate_series(0, ? - 1) number
      where not exists (select from views.segment where name = ? and generation = ?)""";

  private static final String ALL = """
      select segment, position, epoch from views.segment where name = ? and generation = ? order by segment""";

  private static final String HOLD = ALL + " for update";

  private static final String ONE = """
      select segment, position, epoch from views.segment where name = ? and generation = ? and segment = ?""";

  private static final String HOLD_ONE = ONE + " for update";

  /** Locked in one order, as by all who lock several: nobody waits for one who waits for him. */
  private static final String MOVE = """
      with held as (
        select token.segment from views.segment token
        join unnest(?::integer[], ?::bigint[], ?::bigint[]) as known (segment, position, epoch)
          on token.segment = known.segment and token.position = known.position and token.epoch = known.epoch
        where token.name = ? and token.generation = ?
        order by token.segment for update of token)
      update views.segment as token set position = ?
      from held where token.name = ? and token.generation = ? and token.segment = held.segment""";

  private static final String CONFIRM = """
      select count(*) from (
        select token.segment from views.segment token
        join unnest(?::integer[], ?::bigint[], ?::bigint[]) as known (segment, position, epoch)
          on token.segment = known.segment and token.position = known.position and token.epoch = known.epoch
        where token.name = ? and token.generation = ?
        order by token.segment for share of token) held""";

  private static final String RAISE = """
      update views.segment set epoch = epoch + 1
      where name = ? and generation = ? and segment = ? and epoch = ?
      returning segment, position, epoch""";

  private static final String IS_FOLLOWED = """
      select exists (
        select from views.follower where name = ? and generation = ? and alive_until >= clock_timestamp())""";

  private static final String DROP = """
      delete from views.segment where name = ? and generation = ?""";

  /** One who is just now settling here waits for segments: he is left to the next time. */
  private static final String DROP_FOLLOWERS = """
      delete from views.follower where (name, generation, node) in (
        select name, generation, node from views.follower where name = ? and generation = ?
        for update skip locked)""";

  static Segments of(Generation generation) {
    return new Segments(generation.work());
  }

  /** Makes them at the beginning of the log, unless there are some: their number is fixed from then on. */
  void create(Connection connection, int number) throws SQLException {
    update(connection, CREATE, work.name(), work.generation(), number, work.name(), work.generation());
  }

  Share all(Connection connection) throws SQLException {
    return whole(select(connection, ALL));
  }

  /** All of them, standing still until the transaction ends. */
  Share hold(Connection connection) throws SQLException {
    return whole(select(connection, HOLD));
  }

  /** @throws GenerationRetired if the work is not to be done any more */
  Token one(Connection connection, int segment) throws SQLException {
    return select(connection, ONE, segment).stream().findFirst().orElseThrow(GenerationRetired::new);
  }

  /**
   * One of them, standing still until the transaction ends.
   *
   * @throws GenerationRetired if the work is not to be done any more
   */
  Token hold(Connection connection, int segment) throws SQLException {
    return select(connection, HOLD_ONE, segment).stream().findFirst().orElseThrow(GenerationRetired::new);
  }

  /** @throws TokenMoved if one of the tokens is not as it was any more: the transaction must roll back */
  void move(Connection connection, Share from, long to) throws SQLException {
    Object[] tokens = arrays(connection, from);
    int moved = update(connection, MOVE, tokens[0], tokens[1], tokens[2], work.name(), work.generation(), to,
        work.name(), work.generation());
    if (moved != from.tokens().size()) {
      throw new TokenMoved();
    }
  }

  /**
   * Makes sure that what is written counts: nobody can take over these segments until the transaction ends.
   *
   * @throws TokenMoved if somebody has: the transaction must roll back
   */
  void confirm(Connection connection, Share known) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CONFIRM)) {
      Object[] tokens = arrays(connection, known);
      for (int i = 0; i < tokens.length; i++) {
        statement.setObject(i + 1, tokens[i]);
      }
      statement.setString(tokens.length + 1, work.name());
      statement.setInt(tokens.length + 2, work.generation());
      try (ResultSet held = statement.executeQuery()) {
        held.next();
        if (held.getInt(1) != known.tokens().size()) {
          throw new TokenMoved();
        }
      }
    }
  }

  /** Segments, positions, epochs. */
  private static Object[] arrays(Connection connection, Share share) throws SQLException {
    return new Object[]{
        connection.createArrayOf("integer", share.tokens().stream().map(Token::segment).toArray(Integer[]::new)),
        connection.createArrayOf("bigint", share.tokens().stream().map(Token::position).toArray(Long[]::new)),
        connection.createArrayOf("bigint", share.tokens().stream().map(Token::epoch).toArray(Long[]::new))};
  }

  /**
   * Makes void what anybody is about to do from this token or a later one of its epoch.
   *
   * @return the token after
   * @throws TokenMoved if another was faster: the transaction must roll back
   */
  Token raise(Connection connection, Token from) throws SQLException {
    return select(connection, RAISE, from.segment(), from.epoch()).stream().findFirst().orElseThrow(TokenMoved::new);
  }

  /** Whether a living process takes part in the work. */
  boolean isFollowed(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(IS_FOLLOWED)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getBoolean(1);
      }
    }
  }

  /** From now on nobody can move a token. */
  void drop(Connection connection) throws SQLException {
    hold(connection);
    update(connection, DROP, work.name(), work.generation());
    update(connection, DROP_FOLLOWERS, work.name(), work.generation());
  }

  private static Share whole(List<Token> tokens) {
    return new Share(tokens.size(), tokens);
  }

  private List<Token> select(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, work.name());
      statement.setInt(2, work.generation());
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 3, arguments[i]);
      }
      try (ResultSet found = statement.executeQuery()) {
        List<Token> tokens = new ArrayList<>();
        while (found.next()) {
          tokens.add(new Token(found.getInt("segment"), found.getLong("position"), found.getLong("epoch")));
        }
        return tokens;
      }
    }
  }

  private static int update(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement.executeUpdate();
    }
  }
}
