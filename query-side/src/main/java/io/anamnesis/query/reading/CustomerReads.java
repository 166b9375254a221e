package io.anamnesis.query.reading;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.FutureInstantException;
import io.anamnesis.projections.Live;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.reads.Showing;

/** Answers reads of one customer: waits, looks up or travels, reveals, and names the version of the answer. */
public final class CustomerReads {
  private final EventLog log;
  private final ReadModels models;
  private final Waiting waiting;
  private final Masking masking;
  private final AnswerJson json;
  private final Clock clock;

  public CustomerReads(EventLog log, ReadModels models, Waiting waiting, Masking masking, AnswerJson json,
      Clock clock) {
    this.log = log;
    this.models = models;
    this.waiting = waiting;
    this.masking = masking;
    this.json = json;
    this.clock = clock;
  }

  /** The view's answer. */
  public <S, A> ResponseEntity<byte[]> answer(CustomerRequest request, Projection<S, A> view) {
    return answer(request, view, view::answer);
  }

  /**
   * Another answer from the view's state, evaluated at the instant asked.
   *
   * @throws ProblemException {@code unknown-customer}, {@code future}, {@code stale}, {@code parked}
   */
  public <S> ResponseEntity<byte[]> answer(CustomerRequest request, Projection<S, ?> view,
      BiFunction<Folded<S>, Instant, ?> answer) {
    waiting.forView(view, request.customer(), new Freshly(request.token(), request.patience()));
    Instant at = request.travel().evaluatedAt(clock.instant());
    if (request.travel().isLive()) {
      Live<S> live = models.live(view, request.customer());
      if (live.folded().position() == 0) {
        mustBeKnown(request);
      }
      return respond(request, view.name(), answer.apply(live.folded(), at), live.viewPosition());
    }
    mustBeKnown(request);
    long read = readTo(request);
    return respond(request, view.name(), answer.apply(models.travel(view, request.customer(), request.travel()), at),
        read);
  }

  /** 404 unless something was recorded about the customer by the instant asked; the same instant answers alike for ever. */
  public void mustBeKnown(CustomerRequest request) {
    Instant asOf = request.travel().asOf();
    if (asOf != null && !log.settle(asOf)) {
      throw new FutureInstantException();
    }
    if (!log.knows(request.customer(), asOf)) {
      throw new ProblemException(ProblemType.UNKNOWN_CUSTOMER);
    }
  }

  /** 503 while a policy waits with an event of the customer: decisions may be missing from what is read off the log. */
  public void refuseIfParked(CustomerRequest request) {
    models.refuseIfParked(request.customer(), request.travel());
  }

  /** How far the log is read for a past. */
  public long readTo(CustomerRequest request) {
    Instant asOf = request.travel().asOf();
    return asOf == null ? log.head() : log.headAt(asOf);
  }

  /** What the reader may see of the customer's personal data; for the log of reads too, which is told before the answer leaves. */
  public Reveal reveal(CustomerRequest request) {
    Showing.current().tells(request.sight().told());
    return masking.of(request.customer(), request.sight());
  }

  /** What tells whether a value changed; nothing that is read with it is shown to anybody. */
  public Reveal revealToCompare(CustomerRequest request) {
    return masking.toCompare(request.customer());
  }

  /**
   * The answer with {@code ETag} and {@code Position}, or 304.
   *
   * @param position how far the view has read
   */
  public ResponseEntity<byte[]> respond(CustomerRequest request, String view, Object answer, long position) {
    byte[] body = json.write(answer, reveal(request), request.language());
    EntityTag tag = EntityTag.of(view.getBytes(StandardCharsets.UTF_8), body);
    boolean unchanged = tag.isIn(request.ifNoneMatch());
    ResponseEntity.BodyBuilder response =
        unchanged ? ResponseEntity.status(304) : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
    response.header("ETag", tag.text()).header("Cache-Control", "no-store").header("Position", Long.toString(position))
        .header("Vary", "Accept-Language, Authorization, Purpose").header("Content-Language", request.language().tag());
    return unchanged ? response.build() : response.body(body);
  }
}
