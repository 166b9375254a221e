package io.anamnesis.projections;

import java.sql.SQLException;

/** The views' database did not do as told: transient until shown otherwise. */
final class ViewsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String UNDEFINED_TABLE = "42P01";

  private final String sqlState;

  ViewsFailure(SQLException cause) {
    super(cause);
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /** The rows of a generation that a swap has retired are gone. */
  boolean tableIsGone() {
    return sqlState.equals(UNDEFINED_TABLE);
  }
}
