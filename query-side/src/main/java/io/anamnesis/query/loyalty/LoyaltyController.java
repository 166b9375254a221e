package io.anamnesis.query.loyalty;

import java.util.List;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.Line;
import io.anamnesis.projections.LineCursor;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.query.reading.Freshly;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.query.reading.Waiting;
import io.anamnesis.web.Cursor;

/** Points, ledger and level over HTTP. */
@RestController
@RequestMapping(path = "/api/v1/customers/{customer}", produces = MediaType.APPLICATION_JSON_VALUE)
public class LoyaltyController {
  private final CustomerReads reads;
  private final Waiting waiting;
  private final ReadModels models;
  private final PointsProjection points;
  private final LedgerProjection ledger;
  private final TierProjection tier;

  public LoyaltyController(CustomerReads reads, Waiting waiting, ReadModels models, PointsProjection points,
      LedgerProjection ledger, TierProjection tier) {
    this.reads = reads;
    this.waiting = waiting;
    this.models = models;
    this.points = points;
    this.ledger = ledger;
    this.tier = tier;
  }

  @GetMapping("/points")
  ResponseEntity<byte[]> points(CustomerRequest request) {
    return reads.answer(request, points);
  }

  @GetMapping("/tier")
  ResponseEntity<byte[]> tier(CustomerRequest request) {
    return reads.answer(request, tier);
  }

  /** Newest position first. */
  @GetMapping("/points/ledger")
  ResponseEntity<byte[]> ledger(CustomerRequest request, PageRequest page) {
    waiting.forView(ledger, request.customer(), new Freshly(request.token(), request.patience()));
    reads.mustBeKnown(request);
    LineCursor before =
        page.cursor() == null ? LineCursor.NEWEST : new LineCursor(page.cursor().position(), page.cursor().ordinal());
    long read;
    List<Line<LedgerProjection.Entry>> lines;
    if (request.travel().isLive()) {
      read = models.live(ledger, request.customer()).viewPosition();
      lines = models.lines(ledger, request.customer(), before, page.toRead());
    } else {
      read = reads.readTo(request);
      lines = models.linesAt(ledger, request.customer(), request.travel(), before, page.toRead());
    }
    return reads.respond(request, ledger.name(),
        page.page(lines, Line::entry, line -> new Cursor(line.position(), line.ordinal())), read);
  }
}
