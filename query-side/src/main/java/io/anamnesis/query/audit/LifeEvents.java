package io.anamnesis.query.audit;

import java.io.IOException;
import java.util.List;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.eventstore.StoredEvent;

/** A customer's events in the log's order, read page by page: memory stays flat whatever their number. */
public final class LifeEvents {
  private static final int PAGE = 500;
  /** Each of these goes through all of the life. */
  private static final int LARGE_PAGE = 2_000;

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

  /**
   * In the order in which they occurred.
   *
   * @param start the place before the first one
   * @param last the last position
   */
  public static void eachAsOccurred(EventLog log, String customer, Occurrence start, long last, Each each)
      throws IOException {
    Occurrence after = start;
    List<StoredEvent> page;
    do {
      page = log.readSubjectAsOccurred(customer, after, last, LARGE_PAGE);
      for (StoredEvent event : page) {
        each.event(event);
        after = Occurrence.of(event);
      }
    } while (page.size() == LARGE_PAGE);
  }
}
