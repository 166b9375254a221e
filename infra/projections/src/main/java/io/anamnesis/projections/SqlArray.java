package io.anamnesis.projections;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Values of one column of many rows, as an array of the column's own type. */
record SqlArray(String type, Object[] values) {

  /** The driver sends arrays of texts, numbers and bytes in binary, as they are. */
  static SqlArray of(String type, List<?> values) {
    return new SqlArray(type, switch (type) {
      case "text" -> values.toArray(new String[0]);
      case "bigint" -> values.toArray(new Long[0]);
      case "integer" -> values.toArray(new Integer[0]);
      case "bytea" -> values.toArray(new byte[0][]);
      default -> values.toArray();
    });
  }

  Array on(Connection connection) throws SQLException {
    return connection.createArrayOf(type, values);
  }
}
