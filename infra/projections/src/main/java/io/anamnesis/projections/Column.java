package io.anamnesis.projections;

/**
 * A column of a view seen as a table.
 *
 * @param name lower camel case; no two columns of a table share one
 */
public record Column(String name, Type type) {

  /** What a cell holds, and as which Java value; a cell may be null. */
  public enum Type {
    /** A {@link String}. */
    TEXT,
    /** A {@link Long}. */
    INTEGER,
    /** A {@link java.math.BigDecimal}, of any scale. */
    DECIMAL,
    /** A {@link Boolean}. */
    BOOLEAN,
    /** An {@link java.time.Instant}. */
    TIMESTAMP,
    /** A {@link java.time.LocalDate}. */
    DATE,
    /** A {@link tools.jackson.databind.JsonNode}. */
    JSON
  }

  public static Column text(String name) {
    return new Column(name, Type.TEXT);
  }

  public static Column integer(String name) {
    return new Column(name, Type.INTEGER);
  }

  public static Column decimal(String name) {
    return new Column(name, Type.DECIMAL);
  }
}
