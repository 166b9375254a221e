package io.anamnesis.query.audit;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Language;

/** A customer's events as the log holds them, one a line; memory stays flat whatever their number. */
@RestController
public class HistoryController {
  private final EventLog log;
  private final EventDecoder decoder;
  private final CustomerReads reads;
  private final LifeStream life;
  private final AnswerJson json;

  public HistoryController(EventLog log, EventDecoder decoder, CustomerReads reads, Waiting waiting,
      AnswerJson json) {
    this.log = log;
    this.decoder = decoder;
    this.reads = reads;
    this.life = new LifeStream(reads, waiting);
    this.json = json;
  }

  /**
   * @param asked {@code from} and {@code to}: first and last position, or instant of recording; {@code after}: the last
   *     position that the caller has; {@code order}; {@code end}; and what {@link LifeFilter} reads
   */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/history", produces = "application/x-ndjson")
  void history(CustomerRequest request, @RequestParam MultiValueMap<String, String> asked,
      HttpServletResponse response) throws IOException {
    LifeQuery query = LifeQuery.of(log, request, new Parameters(asked));
    life.await(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the answer.
    long last = Math.min(reads.readTo(request), query.stretch().last());
    Lines lines = new Lines(query, reads.reveal(request));
    Occurrence start = query.goesOnAfter(log, request.customer());
    LifeStream.send(response, last, out -> lines.write(request.customer(), start, last, out));
  }

  /** The lines of one answer. */
  private final class Lines {
    private final LifeQuery query;
    private final Reveal reveal;
    private long written;

    Lines(LifeQuery query, Reveal reveal) {
      this.query = query;
      this.reveal = reveal;
    }

    void write(String customer, Occurrence start, long last, OutputStream out) throws IOException {
      switch (query.order()) {
        case POSITION -> LifeEvents.each(log, customer, query.firstAfter(), last, event -> write(event, out));
        case OCCURRED -> LifeEvents.eachAsOccurred(log, customer, start, last, event -> write(event, out));
      }
      if (query.end()) {
        line(EndLine.of(last, written), out);
      }
    }

    private void write(StoredEvent event, OutputStream out) throws IOException {
      if (query.reaches(event) && query.filter().tells(event, decoder)) {
        line(EventLine.of(event, decoder, reveal), out);
        written++;
      }
    }

    private void line(Object told, OutputStream out) throws IOException {
      out.write(json.write(told, reveal, Language.DEFAULT));
      out.write('\n');
    }
  }
}
