package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Reads the log along its positions, by COPY: pages bounded in events and in bytes, and scans of any length. */
final class PageReader {
  static final int PAGE_BYTES = 8 << 20;
  static final int SEARCHED_AT_ONCE = 50_000;

  private final DataSource database;
  private final LogSchema schema;
  private final RecurringTexts recurring = new RecurringTexts();
  /** Of the last page: a guess at how many events fill the next one. */
  private volatile long bytesPerEvent = 1;

  PageReader(DataSource database, LogSchema schema) {
    this.database = database;
    this.schema = schema;
  }

  /** COPY takes no parameters, and a position needs none: it is a number. */
  static String following(LogSchema schema, long after, int limit) {
    return schema.sql("select " + Rows.COLUMNS + " from log.event where position > " + after
        + " order by position limit " + limit);
  }

  List<StoredEvent> read(long after, int limit) {
    // What is asked for beyond a full page would be sent for nothing.
    long fills = Math.max(1, PAGE_BYTES / bytesPerEvent);
    Page page = page(connection -> following(schema, after, (int) Math.min(limit, fills)));
    if (!page.events().isEmpty()) {
      bytesPerEvent = Math.max(1, page.bytes() / page.events().size());
    }
    DenseOrder order = new DenseOrder(after);
    page.events().forEach(order::checked);
    return page.events();
  }

  LogScan scan(long after, long upTo) {
    return ReadAhead.start(database, schema, recurring, after, upTo);
  }

  /** @param end a position that the log has reached */
  TypeSearch search(Set<String> types, long after, long end, int limit) {
    long last = Math.min(end, after + SEARCHED_AT_ONCE);
    if (last <= after) {
      return new TypeSearch(List.of(), after);
    }
    Page page = page(connection -> ofTypes(connection, types, after, last, limit));
    boolean all = page.whole() && page.events().size() < limit;
    return new TypeSearch(page.events(), all ? last : page.events().getLast().position());
  }

  private String ofTypes(Connection connection, Set<String> types, long after, long last, int limit)
      throws SQLException {
    PGConnection quoting = connection.unwrap(PGConnection.class);
    List<String> quoted = new ArrayList<>();
    for (String type : types) {
      quoted.add("'" + quoting.escapeLiteral(type) + "'");
    }
    return schema.sql("select " + Rows.COLUMNS + " from log.event where position > ") + after + " and position <= "
        + last
        + " and type in (" + String.join(", ", quoted) + ") order by position limit " + limit;
  }

  /** Makes the query when there is a connection to make it for. */
  @FunctionalInterface
  private interface Query {
    String on(Connection connection) throws SQLException;
  }

  /** @param whole whether the query gave no more than these */
  private record Page(List<StoredEvent> events, long bytes, boolean whole) {}

  /** As many events of the query as make a page. The rest is passed over, or left unread where there is much of it. */
  private Page page(Query query) {
    try (HeldConnection held = HeldConnection.of(database)) {
      CopiedEvents copied = CopiedEvents.of(held.connection(), query.on(held.connection()), recurring);
      List<StoredEvent> events = new ArrayList<>();
      long bytes = 0;
      long passedOver = 0;
      for (StoredEvent event = copied.next(); event != null; event = copied.next()) {
        if (bytes < PAGE_BYTES) {
          events.add(event);
          bytes += copied.size();
        } else if ((passedOver += copied.size()) > PAGE_BYTES) {
          return new Page(events, bytes, false);
        }
      }
      held.done();
      return new Page(events, bytes, passedOver == 0);
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
