package io.anamnesis.projections;

import io.anamnesis.events.Subscription;
import io.anamnesis.projections.Holding.Retried;
import io.anamnesis.projections.ViewsDatabase.Patience;
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
      insert into views.policy (name, stage, events) values (?, ?, ?)
      on conflict (name) do update set stage = excluded.stage, events = excluded.events""";

  private static final String CAUSES = """
      select position from views.parked_cause where policy = ? and key = ? order by position""";

  private static final String ADD_CAUSE = """
      insert into views.parked_cause (policy, key, position) values (?, ?, ?) on conflict do nothing""";

  private static final String DROP_CAUSES = """
      delete from views.parked_cause where policy = ? and key = ? and position < ?""";

  private final ViewsDatabase database;
  private final String policy;
  private final Segments segments;
  private final ParkedKeys parkedKeys;

  /** A cause of a key that waits. */
  record WaitingCause(String key, long position) {}

  PolicyTokens(ViewsDatabase database, String policy) {
    this.database = database;
    this.policy = policy;
    this.segments = new Segments(Work.ofPolicy(policy));
    this.parkedKeys = new ParkedKeys(Work.ofPolicy(policy));
  }

  /** @param declared what the policy reacts to, for those who ask who reads what */
  void register(int stage, Subscription declared) {
    database.change(Patience.LONG, connection -> {
      update(connection, REGISTER, policy, stage,
          connection.createArrayOf("text", PolicyRegister.words(declared)));
      segments.create(connection, Segments.STANDARD);
    });
  }

  long position() {
    return database.read(segments::all).position();
  }

  int parked() {
    return database.read(parkedKeys::load).size();
  }

  boolean isParked(String key) {
    return database.read(connection -> parkedKeys.contains(connection, key));
  }

  /** That of the key's segment. */
  Token token(String key, int of) {
    return database.read(connection -> segments.one(connection, Share.segmentOf(key, of)));
  }

  List<Long> causes(String key) {
    return database.read(connection -> causes(connection, key));
  }

  void addCauses(Connection connection, Collection<WaitingCause> causes) throws SQLException {
    for (WaitingCause cause : causes) {
      update(connection, ADD_CAUSE, policy, cause.key(), cause.position());
    }
  }

  /**
   * Takes off what has been caught up with; the key is parked no longer when nothing has come behind it meanwhile.
   *
   * @param next the position after the last cause that was taken
   * @throws TokenMoved if another process was faster; nothing is written
   */
  Retried caughtUp(Token from, String key, long next) {
    return database.transact(Patience.BRIEF, connection -> {
      // First: from here on nobody adds a cause, and whoever was about to finds out that the key is parked no longer.
      Token to = segments.raise(connection, from);
      update(connection, DROP_CAUSES, policy, key, next);
      boolean mended = causes(connection, key).isEmpty();
      if (mended) {
        parkedKeys.unpark(connection, key);
      }
      return new Retried(from, to, mended);
    });
  }

  /** @throws TokenMoved if another process was faster; nothing is written */
  Retried stuck(Token from, Parked at) {
    return database.transact(Patience.BRIEF, connection -> {
      Token to = segments.raise(connection, from);
      update(connection, DROP_CAUSES, policy, at.key(), at.position());
      parkedKeys.park(connection, List.of(at));
      return new Retried(from, to, false);
    });
  }

  private List<Long> causes(Connection connection, String key) throws SQLException {
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
  }

  private static void update(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    }
  }
}
