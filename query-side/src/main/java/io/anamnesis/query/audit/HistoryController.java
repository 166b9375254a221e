package io.anamnesis.query.audit;

import java.io.IOException;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.query.reading.Reveal;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Language;

/** A customer's events as the log holds them, one a line, in the log's order; memory stays flat whatever their number. */
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
   * @param from the first position, or the first instant of recording; without it, the beginning
   * @param to the last position, or the last instant of recording; without it, all that is recorded now
   */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/history", produces = "application/x-ndjson")
  void history(CustomerRequest request, @RequestParam @Nullable String from, @RequestParam @Nullable String to,
      HttpServletResponse response) throws IOException {
    Stretch stretch = Stretch.of(log, from, to);
    life.await(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the answer.
    long last = Math.min(log.head(), stretch.last());
    Reveal reveal = reads.revealForPurpose(request);
    LifeStream.send(response, last, out -> write(request.customer(), stretch.after(), last, reveal, out));
  }

  private void write(String customer, long after, long last, Reveal reveal, OutputStream out) throws IOException {
    LifeEvents.each(log, customer, after, last, event -> {
      out.write(json.write(EventLine.of(event, decoder, reveal), reveal, Language.DEFAULT));
      out.write('\n');
    });
  }
}
