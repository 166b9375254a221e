package io.anamnesis.eventstore;

import java.util.regex.Pattern;

/**
 * Which log of a database: the schema that holds it. One database may hold several, of one kind and with nothing in common: each
 * has positions, writers' turn, notifications, tiles and checkpoints of its own.
 *
 * <p>
 * What is asked of a log, and what makes its tables, is written down once, for the schema {@code log}; for another log the same
 * text names that one's schema in the places where it says {@code log.}.
 */
public record LogSchema(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z]{1,20}");
  private static final Pattern AS_WRITTEN = Pattern.compile("\\blog\\.");

  /** What is recorded of customers, and what was decided. */
  public static final LogSchema LOG = new LogSchema("log");
  /** Who was shown whose data. */
  public static final LogSchema READS = new LogSchema("reads");

  public LogSchema {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a log's schema has a name of 1 to 20 letters a-z, not " + name);
    }
  }

  /** The text for this log. */
  public String sql(String ofTheLog) {
    return equals(LOG) ? ofTheLog : AS_WRITTEN.matcher(ofTheLog).replaceAll(name + ".");
  }

  /** The key of the advisory lock that does for this log what the given one does for the log. */
  public long lock(long ofTheLog) {
    return equals(LOG) ? ofTheLog : ofTheLog ^ (long) name.hashCode() << 32;
  }

  /** Where processes on this log notify each other. */
  public String channel() {
    return "anamnesis_" + name;
  }
}
