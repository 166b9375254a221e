package io.anamnesis.query.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Rfc3339;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.query.reading.Freshly;
import io.anamnesis.query.reading.Reveal;
import io.anamnesis.query.reading.Waiting;
import io.anamnesis.web.BrokenAnswer;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.JsonNode;

/** A customer's events as the log holds them, one a line, in the log's order; memory stays flat whatever their number. */
@RestController
public class HistoryController {
  private static final int BATCH = 500;
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

  private final EventLog log;
  private final EventDecoder decoder;
  private final CustomerReads reads;
  private final Waiting waiting;
  private final PersonalData keys;
  private final AnswerJson json;

  public HistoryController(EventLog log, EventDecoder decoder, CustomerReads reads, Waiting waiting, PersonalData keys,
      AnswerJson json) {
    this.log = log;
    this.decoder = decoder;
    this.reads = reads;
    this.waiting = waiting;
    this.keys = keys;
    this.json = json;
  }

  /** A line; {@code stream} and {@code seq} are null for facts. */
  public record Entry(long position, UUID eventId, String type, int revision, @Nullable String stream,
      @Nullable Long seq, @Nullable String subject, Instant occurredAt, Instant recordedAt, @Nullable String actor,
      @Nullable UUID causedBy, JsonNode payload) {}

  /**
   * @param from the first position, or the first instant of recording; without it, the beginning
   * @param to the last position, or the last instant of recording; without it, all that is recorded now
   */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/history", produces = "application/x-ndjson")
  void history(CustomerRequest request, @RequestParam @Nullable String from, @RequestParam @Nullable String to,
      HttpServletResponse response) throws IOException {
    long bound = to == null ? Long.MAX_VALUE : lastPosition("to", to);
    long after = from == null ? 0 : positionBefore("from", from);
    waiting.forPolicies(new Freshly(request.token(), request.patience()));
    if (request.token() != null) {
      // The history itself is whole; only the promise to show what follows from a write cannot be kept.
      reads.refuseIfParked(request);
    }
    reads.mustBeKnown(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the answer.
    long last = Math.min(log.head(), bound);
    // An auditor's purpose decides alone here, whatever else the caller may be.
    Reveal reveal = request.hasPurpose() ? new Reveal.Clear(keys, request.customer()) : new Reveal.Masked();
    response.setContentType("application/x-ndjson");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Position", Long.toString(last));
    try {
      write(request.customer(), after, last, reveal, new BufferedOutputStream(response.getOutputStream(), 1 << 16));
    } catch (RuntimeException failed) {
      throw response.isCommitted() ? BrokenAnswer.because(failed) : failed;
    }
  }

  private void write(String customer, long after, long last, Reveal reveal, OutputStream out) throws IOException {
    long position = after;
    while (position < last) {
      List<StoredEvent> batch = log.readSubject(customer, position, BATCH);
      for (StoredEvent event : batch) {
        if (event.position() > last) {
          break;
        }
        out.write(json.write(entry(event, reveal), reveal, Language.DEFAULT));
        out.write('\n');
      }
      position = batch.size() < BATCH ? last : batch.getLast().position();
    }
    out.flush();
  }

  private Entry entry(StoredEvent event, Reveal reveal) {
    Metadata metadata = decoder.metadata(event);
    return new Entry(event.position(), event.eventId(), event.type(), event.revision(), event.stream(), event.seq(),
        event.subject(), event.occurredAt(), event.recordedAt(), metadata.actor(), metadata.causedBy(),
        reveal.reveal(EventCodec.mapper().readTree(event.payload())));
  }

  private long lastPosition(String name, String text) {
    return POSITION.matcher(text).matches() ? Long.parseLong(text) : log.headAt(instant(name, text));
  }

  private long positionBefore(String name, String text) {
    return POSITION.matcher(text).matches()
        ? Math.max(0, Long.parseLong(text) - 1)
        : log.headAt(instant(name, text).minusNanos(1_000));
  }

  private static Instant instant(String name, String text) {
    try {
      return Rfc3339.instant(text.replace(' ', '+')).toInstant();
    } catch (IllegalArgumentException otherForm) {
      throw Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.position").exception();
    }
  }
}
