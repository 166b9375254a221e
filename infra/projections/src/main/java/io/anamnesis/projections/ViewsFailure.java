package io.anamnesis.projections;

import java.sql.SQLException;
import java.util.Set;

/** The views' database did not do as told: transient until shown otherwise. */
public final class ViewsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String UNDEFINED_TABLE = "42P01";
  /** By class of SQLSTATE: connection, conflict of transactions, resources, locks, an operator's doing, the machine. */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

  private final String sqlState;

  ViewsFailure(SQLException cause) {
    super(cause);
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /**
   * Whether the same may be asked again a little later: the database was not reached, no connection was free, or it could not
   * answer just now. Otherwise it has refused what it was told, and will again.
   */
  public boolean isPassing() {
    // Without a state it was not the database that said so, but the way to it.
    return sqlState.isEmpty() || PASSING.contains(sqlState.substring(0, 2));
  }

  /** The rows of a generation that a swap has retired are gone. */
  boolean tableIsGone() {
    return sqlState.equals(UNDEFINED_TABLE);
  }
}
