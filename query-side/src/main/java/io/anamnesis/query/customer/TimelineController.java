package io.anamnesis.query.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Freshly;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Cursor;

/**
 * Every fact and decision of a life in human terms, straight from the log, newest first: also what was corrected later, as it
 * was told, and the correction beside it.
 */
@RestController
public class TimelineController {
  private static final int PAGE = 500;

  private final EventLog log;
  private final CustomerReads reads;
  private final Waiting waiting;
  private final TimelineItems items;

  public TimelineController(EventLog log, CustomerReads reads, Waiting waiting, TimelineItems items) {
    this.log = log;
    this.reads = reads;
    this.waiting = waiting;
    this.items = items;
  }

  @GetMapping(path = "/api/v1/customers/{customer}/timeline", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> timeline(CustomerRequest request, PageRequest page) {
    waiting.forPolicies(new Freshly(request.token(), request.patience()));
    reads.refuseIfParked(request);
    reads.mustBeKnown(request);
    long readTo = reads.readTo(request);
    long before = page.cursor() == null ? readTo + 1 : Math.min(page.cursor().position(), readTo + 1);
    Reveal reveal = reads.reveal(request);
    return reads.respond(request, "timeline",
        page.page(events(request, before, page.toRead()), event -> items.of(event, request.language(), reveal),
            event -> new Cursor(event.position(), 0)),
        readTo);
  }

  private List<StoredEvent> events(CustomerRequest request, long before, int limit) {
    Instant effectiveAt = request.travel().effectiveAt();
    if (effectiveAt == null) {
      return log.readSubjectBackward(request.customer(), before, limit);
    }
    List<StoredEvent> found = new ArrayList<>();
    long from = before;
    while (found.size() < limit) {
      List<StoredEvent> read = log.readSubjectBackward(request.customer(), from, PAGE);
      read.stream().filter(event -> !event.occurredAt().isAfter(effectiveAt)).limit(limit - found.size())
          .forEach(found::add);
      if (read.size() < PAGE) {
        break;
      }
      from = read.getLast().position();
    }
    return found;
  }
}
