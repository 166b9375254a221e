package io.anamnesis.query.customer.live;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.customer.live.OpenStream.Wait;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.masking.Reveal;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A life told to one reader from a position on, in the log's order, each event once, and on as it is recorded. No more than a page of it
 * is in memory. For the thread of the request.
 */
final class LiveLife {
  /** However far it goes. */
  static final long NO_END = Long.MAX_VALUE;
  private static final int PAGE = 50;

  private final EventLog log;
  private final CustomerReads reads;
  private final EventFrames frames;
  private final CustomerRequest request;
  private final BooleanSupplier isSeen;
  private final long last;
  private long after;

  /**
   * @param isSeen whether the reader may still see the customer at all
   * @param after the position before the first event
   * @param last the last position; {@link #NO_END}
   */
  LiveLife(EventLog log, CustomerReads reads, EventFrames frames, CustomerRequest request, BooleanSupplier isSeen,
      long after, long last) {
    this.log = log;
    this.reads = reads;
    this.frames = frames;
    // What is sent long after it was asked for must not go by what was known then.
    this.request = request.reflecting();
    this.isSeen = isSeen;
    this.after = after;
    this.last = last;
  }

  /** Returns when the stream is over, all is told, or the reader may see no more. */
  void tell(OpenStream stream, Duration heartbeat, OutputStream out) throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn && !stream.isOver()) {
      List<StoredEvent> page = log.readSubject(request.customer(), after, PAGE);
      goesOn = isTold(page, stream, out) && (page.size() == PAGE || isMoreToCome(stream, heartbeat, out));
    }
  }

  private boolean isTold(List<StoredEvent> page, OpenStream stream, OutputStream out) throws IOException {
    List<StoredEvent> reached = page.stream().filter(event -> event.position() <= last).toList();
    if (reached.isEmpty()) {
      return page.isEmpty();
    }
    // Asked after the page was read: whatever in it hides the customer is heeded before it is told.
    if (!isSeen.getAsBoolean()) {
      return false;
    }
    Reveal reveal = reads.reveal(request);
    for (StoredEvent event : reached) {
      // A reader who takes his time must not be told for longer than he may be. He comes again with the last that he got.
      if (stream.isOver()) {
        return false;
      }
      if (hasOccurred(event)) {
        out.write(frames.of(event, request.language(), reveal));
      }
    }
    out.flush();
    after = reached.getLast().position();
    return reached.size() == page.size();
  }

  private boolean hasOccurred(StoredEvent event) {
    Instant effectiveAt = request.travel().effectiveAt();
    return effectiveAt == null || !event.occurredAt().isAfter(effectiveAt);
  }

  private boolean isMoreToCome(OpenStream stream, Duration heartbeat, OutputStream out)
      throws IOException, InterruptedException {
    if (last != NO_END) {
      return false;
    }
    Wait wait = stream.await(heartbeat);
    while (wait == Wait.QUIET) {
      out.write(Frames.HEARTBEAT);
      out.flush();
      wait = stream.await(heartbeat);
    }
    return wait == Wait.RUNG;
  }
}
