package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is kept of one policy: how far it has got, and which causes wait behind one that failed. */
final class PolicyTokens {
  private static final String REGISTER = """
      insert into views.policy (name, stage) values (?, ?)
      on conflict (name) do update set stage = excluded.stage""";

  private static final String TOKEN = """
      select position, epoch from views.policy where name = ?""";

  private static final String MOVE = """
      update views.policy set position = ?, epoch = ? where name = ? and position = ? and epoch = ?""";

  private static final String CAUSES = """
      select position from views.parked_cause where policy = ? and key = ? order by position""";

  private static final String ADD_CAUSE = """
      insert into views.parked_cause (policy, key, position) values (?, ?, ?) on conflict do nothing""";

  private static final String DROP_CAUSES = """
      delete from views.parked_cause where policy = ? and key = ? and position < ?""";

  private final ViewsDatabase database;
  private final String policy;
  private final ParkedKeys parkedKeys;

  /** Where a policy stands. */
  record Standing(Token token, List<String> parked) {}

  /** A cause of a key that waits. */
  record WaitingCause(String key, long position) {}

  PolicyTokens(ViewsDatabase database, String policy) {
    this.database = database;
    this.policy = policy;
    this.parkedKeys = ParkedKeys.ofPolicy(policy);
  }

  void register(int stage) {
    database.change(connection -> update(connection, REGISTER, policy, stage));
  }

  Standing standing() {
    // Token first: parked keys that are newer than it only make the next compare-and-set fail.
    Token token = database.read(this::token);
    return new Standing(token, database.read(parkedKeys::load));
  }

  int parked() {
    return database.read(parkedKeys::load).size();
  }

  List<Long> causes(String key) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CAUSES)) {
        statement.setString(1, policy);
        statement.setString(2, key);
        try (ResultSet rows = statement.executeQuery()) {
          List<Long> positions = new ArrayList<>();
          while (rows.next()) {
            positions.add(rows.getLong(1));
          }
          return positions;
        }
      }
    });
  }

  /** @throws TokenMoved if another process was faster; nothing is written */
  void passed(Token from, Token to, Collection<Parked> parked, Collection<WaitingCause> causes) {
    database.change(connection -> {
      move(connection, from, to);
      parkedKeys.park(connection, parked);
      for (WaitingCause cause : causes) {
        update(connection, ADD_CAUSE, policy, cause.key(), cause.position());
      }
    });
  }

  /** @throws TokenMoved if another process was faster; nothing is written */
  void caughtUp(Token from, Token to, String key) {
    database.change(connection -> {
      move(connection, from, to);
      update(connection, DROP_CAUSES, policy, key, Long.MAX_VALUE);
      parkedKeys.unpark(connection, key);
    });
  }

  /** @throws TokenMoved if another process was faster; nothing is written */
  void stuck(Token from, Token to, Parked at) {
    database.change(connection -> {
      move(connection, from, to);
      update(connection, DROP_CAUSES, policy, at.key(), at.position());
      parkedKeys.park(connection, List.of(at));
    });
  }

  private Token token(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TOKEN)) {
      statement.setString(1, policy);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("policy " + policy + " is not registered");
        }
        return new Token(row.getLong(1), row.getLong(2));
      }
    }
  }

  private void move(Connection connection, Token from, Token to) throws SQLException {
    if (update(connection, MOVE, to.position(), to.epoch(), policy, from.position(), from.epoch()) != 1) {
      throw new TokenMoved();
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
