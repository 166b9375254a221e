package io.anamnesis.query.customer.access;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.query.audit.LifeStream;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Waiting;

/** Everything about a person in one answer, to read or to take along; memory stays flat whatever the length of the life. */
@RestController
public class AccessController {
  private final Everything everything;
  private final CustomerReads reads;
  private final LifeStream life;
  private final AnswerJson json;
  private final Messages messages;
  private final Clock clock;

  public AccessController(Everything everything, CustomerReads reads, Waiting waiting, AnswerJson json,
      Messages messages, ObjectProvider<Clock> clocks) {
    this.everything = everything;
    this.reads = reads;
    this.life = new LifeStream(reads, waiting);
    this.json = json;
    this.messages = messages;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  @GetMapping(path = "/api/v1/customers/{customer}/everything", produces = {MediaType.APPLICATION_JSON_VALUE,
      MediaType.TEXT_HTML_VALUE})
  void everything(CustomerRequest request, @RequestHeader(name = "Accept", required = false) @Nullable String accept,
      HttpServletResponse response) throws IOException {
    life.await(request);
    reads.refuseIfParked(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the answer.
    long last = reads.readTo(request);
    Instant at = request.travel().evaluatedAt(clock.instant());
    Reveal reveal = reads.reveal(request);
    boolean page = prefersPage(accept);
    response.setHeader("Content-Language", request.language().tag());
    response.setHeader("Vary", "Accept, Accept-Language, Authorization, Purpose");
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    LifeStream.send(response, page ? "text/html;charset=UTF-8" : MediaType.APPLICATION_JSON_VALUE, last,
        out -> everything.tell(request, reveal, last, at, page
            ? new HtmlForm(out, messages, request.language())
            : new JsonForm(out, json, reveal, request.language())));
  }

  /** Of what is liked equally, what is named first. */
  static boolean prefersPage(@Nullable String accept) {
    List<MediaType> liked;
    try {
      liked = MediaType.parseMediaTypes(accept);
    } catch (InvalidMediaTypeException malformed) {
      return false;
    }
    return liked.stream().filter(type -> type.getQualityValue() > 0)
        .filter(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON) || type.isCompatibleWith(MediaType.TEXT_HTML))
        .max(Comparator.comparingDouble(MediaType::getQualityValue))
        .filter(type -> !type.isCompatibleWith(MediaType.APPLICATION_JSON)).isPresent();
  }
}
