package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogHole;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.StoredEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log by COPY on a thread of its own, a few pages ahead of whoever consumes them, so that server, reading and
 * consuming overlap. A statement goes over a stretch of the log only, so that its snapshot lasts no longer than
 * the consumer takes for that stretch.
 */
final class ReadAhead implements LogScan {
  private static final int STRETCH = 16_384;
  private static final int PAGE_EVENTS = 1_024;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGES_AHEAD = 3;

  private final HeldConnection held;
  private final LogSchema schema;
  private final RecurringTexts recurring;
  private final DenseOrder order;
  private final long upTo;
  private final BlockingQueue<Step> ahead = new ArrayBlockingQueue<>(PAGES_AHEAD);
  private final Thread reader;
  private @Nullable Step end;
  private volatile boolean closed;

  /** What the reader hands over. */
  private sealed interface Step {
    record Page(List<StoredEvent> events) implements Step {}

    record End() implements Step {}

    record Failure(Throwable cause) implements Step {}
  }

  private ReadAhead(HeldConnection held, LogSchema schema, RecurringTexts recurring, long after, long upTo) {
    this.schema = schema;
    this.recurring = recurring;
    this.order = new DenseOrder(after);
    this.upTo = upTo;
    this.held = held;
    this.reader = Thread.ofPlatform().daemon().name("log-scan").unstarted(this::run);
  }

  static ReadAhead start(DataSource database, LogSchema schema, RecurringTexts recurring, long after, long upTo) {
    try {
      ReadAhead scan = new ReadAhead(HeldConnection.of(database), schema, recurring, after, upTo);
      scan.reader.start();
      return scan;
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  @Override
  public List<StoredEvent> next() throws InterruptedException {
    checkOpen();
    Step step = end == null ? ahead.take() : end;
    checkOpen();
    return switch (step) {
      case Step.Page(List<StoredEvent> events) -> events;
      case Step.End ended -> {
        end = ended;
        yield List.of();
      }
      case Step.Failure failure -> {
        end = failure;
        throw asThrown(failure.cause());
      }
    };
  }

  @Override
  public void close() {
    closed = true;
    // Wakes the reader from the socket or from a full queue.
    held.close();
    reader.interrupt();
    // And a consumer on another thread from an empty one.
    ahead.clear();
    ahead.offer(new Step.End());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the scan is closed");
    }
  }

  private void run() {
    Step last;
    try (held) {
      read();
      held.done();
      last = new Step.End();
    } catch (InterruptedException stopped) {
      return;
    } catch (SQLException | RuntimeException | Error failed) {
      last = new Step.Failure(failed);
    }
    try {
      ahead.put(last);
    } catch (InterruptedException stopped) {
      // Closed: nobody wants to know.
    }
  }

  private void read() throws SQLException, InterruptedException {
    boolean more = true;
    while (more && order.last() < upTo) {
      int wanted = (int) Math.min(STRETCH, upTo - order.last());
      more = readStretch(wanted) == wanted;
    }
  }

  /** @return how many events there were; fewer than wanted at the end of the log */
  private int readStretch(int wanted) throws SQLException, InterruptedException {
    long first = order.last();
    CopiedEvents events = CopiedEvents.of(held.connection(), PageReader.following(schema, first, wanted), recurring);
    List<StoredEvent> page = new ArrayList<>();
    int bytes = 0;
    for (StoredEvent event = events.next(); event != null; event = events.next()) {
      page.add(order.checked(event));
      bytes += events.size();
      if (page.size() == PAGE_EVENTS || bytes >= PAGE_BYTES) {
        ahead.put(new Step.Page(page));
        page = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!page.isEmpty()) {
      ahead.put(new Step.Page(page));
    }
    return (int) (order.last() - first);
  }

  private static RuntimeException asThrown(Throwable failure) {
    return switch (failure) {
      case SQLException lost -> new LogUnavailable(lost);
      case LogHole hole -> new LogHole(hole);
      default -> new IllegalStateException("the scan of the log failed", failure);
    };
  }
}
