package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The events that a query gives, by {@code copy … to stdout (format binary)}: one after another as they come off the
 * wire, so that no more than one is held here. Half the cost of rows, for server and client, but for a few of them.
 *
 * <p>
 * Until {@link #next} has given null or the connection is dropped, the connection can do nothing else.
 */
final class CopiedEvents {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int FLAGS = Integer.BYTES;
  private static final short TRAILER = -1;

  private final CopyOut copy;
  private final BinaryRow row;
  private boolean begun;
  private int size;

  private CopiedEvents(CopyOut copy, RecurringTexts recurring) {
    this.copy = copy;
    this.row = new BinaryRow(recurring);
  }

  /** @param query selects {@link Rows#COLUMNS}; has no parameters, as COPY takes none */
  static CopiedEvents of(Connection connection, String query, RecurringTexts recurring) throws SQLException {
    return new CopiedEvents(connection.unwrap(PGConnection.class).getCopyAPI()
        .copyOut("copy (" + query + ") to stdout (format binary)"), recurring);
  }

  /** The next event; null when there is none and the connection is free again. */
  @Nullable
  StoredEvent next() throws SQLException {
    for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
      int from = begun ? 0 : headerLength(message);
      begun = true;
      // The server sends a message per row; the first of them follows the header in one message, or comes after it.
      if (from < message.length && ByteBuffer.wrap(message).getShort(from) != TRAILER) {
        size = message.length - from;
        return row.event(message, from);
      }
    }
    return null;
  }

  /** Bytes of the last event, as they came. */
  int size() {
    return size;
  }

  private static int headerLength(byte[] message) {
    int afterFlags = SIGNATURE.length + FLAGS;
    if (message.length < afterFlags + Integer.BYTES
        || !Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new IllegalStateException("the server's copy does not begin as a binary one");
    }
    return afterFlags + Integer.BYTES + ByteBuffer.wrap(message).getInt(afterFlags);
  }
}
