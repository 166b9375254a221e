package io.anamnesis.eventstore.postgres;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** All ids of a complete part, 16 bytes each, in any order. */
record PartIds(ByteBuffer ids) {

  /** All of them in one value: a row for each would cost more than what is done with it. */
  static PartIds read(Connection connection, Parts parts, long part) throws SQLException {
    String sql = parts.schema().sql(
        "select string_agg(uuid_send(event_id), ''::bytea) from log.event where " + parts.of("position") + " = ?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, part);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        byte[] ids = row.getBytes(1);
        int count = ids == null ? 0 : ids.length / (2 * Long.BYTES);
        if (ids == null || count != parts.positions(part)) {
          throw new IllegalStateException(
              "the log has a hole: part " + part + " of its identity is behind its end and has "
                  + count + " events instead of " + parts.positions(part));
        }
        return new PartIds(ByteBuffer.wrap(ids));
      }
    }
  }

  void addTo(PartFilter filter, int column) {
    ByteBuffer left = ids.duplicate();
    while (left.hasRemaining()) {
      filter.add(column, left.getLong(), left.getLong());
    }
  }
}
