package io.anamnesis.query.audit;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * What of a life is asked for, in which order, and from where on.
 *
 * @param stretch the part of the log
 * @param after the last position that the caller has: what comes after it in the order that is asked for is told
 * @param end whether a last line says that nothing is missing
 */
record LifeQuery(Stretch stretch, LifeFilter filter, Order order, long after, boolean end) {
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

  /** @throws io.anamnesis.web.ProblemException {@code invalid} or {@code missing}, naming the parameter */
  static LifeQuery of(EventLog log, CustomerRequest request, Parameters asked) {
    Stretch stretch = Stretch.of(log, asked.one("from"), asked.one("to"));
    Order order = Order.of(asked.one("order"));
    long after = after(asked.one("after"));
    if (order == Order.OCCURRED && after > 0 && asked.one("to") == null && request.travel().asOf() == null) {
      // What was recorded since may have occurred before the place where the caller is: it would be lost without a word.
      throw Problem.of(ProblemType.MISSING).field("to").detail("problem.missing.to-of-order").exception();
    }
    return new LifeQuery(stretch, LifeFilter.of(log, asked, request.travel().effectiveAt()), order, after,
        asked.flag("end"));
  }

  private static long after(@Nullable String text) {
    if (text != null && !POSITION.matcher(text).matches()) {
      throw Parameters.invalid("after", "problem.invalid.after");
    }
    return text == null ? 0 : Long.parseLong(text);
  }

  /** The position before the first one that is told, where the order is that of the log. */
  long firstAfter() {
    return order == Order.POSITION ? Math.max(stretch.after(), after) : stretch.after();
  }

  /**
   * Where the order of occurrence is gone on with.
   *
   * @throws io.anamnesis.web.ProblemException {@code invalid}, if the caller's last position is none of the customer's
   */
  Occurrence goesOnAfter(EventLog log, String customer) {
    Occurrence start = filter.occurredFrom() == null
        ? Occurrence.BEFORE_ALL
        : new Occurrence(filter.occurredFrom(), 0);
    if (after == 0 || order == Order.POSITION) {
      return start;
    }
    Occurrence last = log.read(after - 1, 1).stream().filter(event -> customer.equals(event.subject()))
        .map(Occurrence::of).findFirst().orElseThrow(() -> Parameters.invalid("after", "problem.invalid.after"));
    return last.at().isBefore(start.at()) ? start : last;
  }

  /** Whether it comes after the place where the order of occurrence is gone on with. */
  boolean isAfter(Occurrence start, StoredEvent event) {
    return order == Order.POSITION || Occurrence.of(event).compareTo(start) > 0;
  }

  /** Whether it comes in the stretch that is asked for. */
  boolean reaches(StoredEvent event) {
    return event.position() > firstAfter() && event.position() <= stretch.last();
  }
}
