package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogSchema;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * How a log is opened.
 *
 * @param database a pool for short reads; the log also keeps two of its connections for good, one to write and one to
 *        listen
 * @param schema which log of the database
 * @param maxWaiting events that may wait for the writer; beyond it an append is refused
 * @param maxBatchEvents events in one transaction, at most, but for one append that is larger
 * @param maxBatchBytes bytes of payload and metadata in one transaction, at most, but for one append that is larger
 * @param timeout how long a writer may wait for its turn, and how long one of its statements may run; a writer that hangs
 *        gives its turn back after it
 * @param identityMemory bytes that a process that writes may take to know by heart which ids are in the log, three an event;
 *        beyond it each new id is looked up at the database, in every part of the log that is not known
 */
public record LogConfiguration(DataSource database, LogSchema schema, int maxWaiting, int maxBatchEvents,
    int maxBatchBytes,
    Duration timeout, long identityMemory) {
  private static final int SHARE_OF_HEAP = 8;

  public LogConfiguration {
    if (maxWaiting < 1 || maxBatchEvents < 1 || maxBatchBytes < 1 || timeout.toMillis() < 1
        || identityMemory < 0) {
      throw new IllegalArgumentException("every limit of the log is greater than zero, or zero for the memory of ids");
    }
  }

  public static LogConfiguration of(DataSource database) {
    return new LogConfiguration(database, LogSchema.LOG, 100_000, 1_000, 4 << 20, Duration.ofSeconds(10),
        Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  public LogConfiguration withSchema(LogSchema other) {
    return new LogConfiguration(database, other, maxWaiting, maxBatchEvents, maxBatchBytes, timeout, identityMemory);
  }

  public LogConfiguration withMaxWaiting(int events) {
    return new LogConfiguration(database, schema, events, maxBatchEvents, maxBatchBytes, timeout, identityMemory);
  }

  public LogConfiguration withMaxBatch(int events, int bytes) {
    return new LogConfiguration(database, schema, maxWaiting, events, bytes, timeout, identityMemory);
  }

  public LogConfiguration withTimeout(Duration limit) {
    return new LogConfiguration(database, schema, maxWaiting, maxBatchEvents, maxBatchBytes, limit, identityMemory);
  }

  public LogConfiguration withIdentityMemory(long bytes) {
    return new LogConfiguration(database, schema, maxWaiting, maxBatchEvents, maxBatchBytes, timeout, bytes);
  }
}
