package io.anamnesis.query.audit;

import java.io.IOException;
import java.util.List;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;

/** A customer's events in the log's order, read page by page: memory stays flat whatever their number. */
public final class LifeEvents {
  private static final int PAGE = 500;

  private LifeEvents() {}

  /** What is done with each. */
  @FunctionalInterface
  public interface Each {
    void event(StoredEvent event) throws IOException;
  }

  /**
   * @param after the position before the first one
   * @param last the last position
   */
  public static void each(EventLog log, String customer, long after, long last, Each each) throws IOException {
    long position = after;
    while (position < last) {
      List<StoredEvent> page = log.readSubject(customer, position, PAGE);
      for (StoredEvent event : page) {
        if (event.position() > last) {
          return;
        }
        each.event(event);
      }
      position = page.size() < PAGE ? last : page.getLast().position();
    }
  }
}
