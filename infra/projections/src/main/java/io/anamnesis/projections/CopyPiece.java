package io.anamnesis.projections;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows on their way into a table by {@code copy … from stdin (format binary)}, a piece at a time: a count of columns, then
 * each column as its length and what the type's receive function reads, all big-endian. A piece is sent whole, in one
 * statement, so that the server waits for its client between statements alone, where it knows how to give up. For one
 * thread.
 */
final class CopyPiece {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int HEADER = SIGNATURE.length + 2 * Integer.BYTES;
  private static final short TRAILER = -1;

  private final String sql;
  private ByteBuffer rows;

  /** @param sql a copy from stdin in binary format */
  CopyPiece(String sql) {
    this.sql = sql;
    // Most loads have no rows for some of their tables.
    this.rows = ByteBuffer.allocate(1 << 10);
    begin();
  }

  /** Begins a row; as many values follow. */
  CopyPiece row(int columns) {
    room(Short.BYTES).putShort((short) columns);
    return this;
  }

  CopyPiece text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  CopyPiece bytes(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  CopyPiece int8(long value) {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    return this;
  }

  CopyPiece int4(int value) {
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    return this;
  }

  boolean isEmpty() {
    return rows.position() == HEADER;
  }

  /** Bytes of the rows so far, or a few more. */
  int size() {
    return rows.position();
  }

  /** Sends what there is, if anything, and begins anew. */
  void send(Connection connection) throws SQLException {
    if (isEmpty()) {
      return;
    }
    room(Short.BYTES).putShort(TRAILER);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(rows.array(), 0, rows.position());
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
    begin();
  }

  private void begin() {
    rows.clear().put(SIGNATURE).putInt(0).putInt(0);
  }

  private ByteBuffer room(int bytes) {
    if (rows.remaining() < bytes) {
      int needed = Math.max(rows.capacity() * 2, rows.position() + bytes);
      rows = ByteBuffer.wrap(Arrays.copyOf(rows.array(), needed)).position(rows.position());
    }
    return rows;
  }
}
