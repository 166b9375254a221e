package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The parts that identity is cut into: {@code 2^bits} positions each, side by side, so that position {@code p} is in part
 * {@code p >> bits}. The first is shorter by one, as there is no position 0. Within a part a unique index refuses an id that
 * is there; a part that the log has passed is complete, and never changes.
 *
 * @param schema of the log
 * @param bits 1 to 24
 */
record Parts(LogSchema schema, int bits) {
  private static final String CUT = """
      select substring(pg_get_indexdef(indexrelid) from '>> ([0-9]+)')::int
      from pg_index
      where indexrelid = to_regclass('log.event_id_in_part') and indisunique and indisvalid""";

  Parts {
    if (bits < 1 || bits > 24) {
      throw new IllegalArgumentException("a part of the log's identity holds 2^1 to 2^24 positions, not 2^" + bits);
    }
  }

  /** As the log's index cuts them. */
  static Parts of(Connection connection, LogSchema schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(CUT));
        ResultSet row = statement.executeQuery()) {
      if (!row.next() || row.getInt(1) == 0) {
        throw new IllegalStateException(
            "the log's index " + schema.name() + ".event_id_in_part is missing or not as its migration made it: "
                + "without it no id is sure to be recorded once. Make it again as V3__identity_in_parts.sql does");
      }
      return new Parts(schema, row.getInt(1));
    }
  }

  /** What is the part of a position, in SQL, to the letter as the index has it. */
  String of(String position) {
    return "(" + position + " >> " + bits + ")";
  }

  /** The part that is written to when the log ends at a position. All parts before it are complete, whoever writes. */
  long present(long head) {
    return head + 1 >> bits;
  }

  /** The part of a position. */
  long of(long position) {
    return position >> bits;
  }

  /** The first position of a part. */
  long first(long part) {
    return Math.max(1, part << bits);
  }

  /** The last position of a part. */
  long last(long part) {
    return (part + 1 << bits) - 1;
  }

  /** How many positions a complete part has. */
  int positions(long part) {
    return (1 << bits) - (part == 0 ? 1 : 0);
  }
}
