package io.anamnesis.projections;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * How far the read models have forgotten whose keys were destroyed: each takes out what it had indexed of a person when it reads
 * that a key is gone ({@link KeyLoss}). Rows that no process reads on with are waited for until they are dropped. Reads the tokens from the database, wherever the views are followed.
 */
public final class Forgetting {
  private static final String REACHED = """
      select min(s.position) as position
      from views.generation g
      join views.segment s on s.name = g.name and s.generation = g.generation
      where g.state in ('live', 'standby')""";

  private static final String PARKED = """
      select exists (
        select from views.parked k
        join views.generation g on g.name = k.projection and g.generation = k.generation
        where k.key = ? and g.state in ('live', 'standby')) as parked""";

  private final ViewsDatabase database;

  /** Brings the schema up to date where no runner has done so yet. */
  public Forgetting(DataSource database) {
    ViewsSchema.migrate(database);
    this.database = new ViewsDatabase(database);
  }

  /** Up to where all that can be read was read; empty while there is no read model yet. */
  public OptionalLong reached() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(REACHED);
          ResultSet row = statement.executeQuery()) {
        row.next();
        long position = row.getLong("position");
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
      }
    });
  }

  /** Whether a read model is stuck with an event of the subject, and holds what it held before. */
  public boolean isStuck(String subject) {
    return database.read(connection -> isStuck(connection.prepareStatement(PARKED), subject));
  }

  private static boolean isStuck(PreparedStatement parked, String subject) throws SQLException {
    try (parked) {
      parked.setString(1, subject);
      try (ResultSet row = parked.executeQuery()) {
        row.next();
        return row.getBoolean("parked");
      }
    }
  }
}
