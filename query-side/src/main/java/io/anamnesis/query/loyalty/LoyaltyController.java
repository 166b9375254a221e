package io.anamnesis.query.loyalty;

import java.util.List;
import java.util.UUID;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.Line;
import io.anamnesis.projections.LineCursor;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Freshly;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

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
  private final Explanations explanations;

  public LoyaltyController(CustomerReads reads, Waiting waiting, ReadModels models, PointsProjection points,
      LedgerProjection ledger, TierProjection tier, Explanations explanations) {
    this.reads = reads;
    this.waiting = waiting;
    this.models = models;
    this.points = points;
    this.ledger = ledger;
    this.tier = tier;
    this.explanations = explanations;
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
    List<Line<LedgerEntry>> lines;
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

  /** Why a line of the ledger is what it is, and what became of its points. */
  @GetMapping("/points/ledger/{entryId}/explanation")
  ResponseEntity<byte[]> explanation(CustomerRequest request, @PathVariable UUID entryId) {
    waiting.forView(ledger, request.customer(), new Freshly(request.token(), request.patience()));
    reads.mustBeKnown(request);
    // The past ends where the ledger does, so that both tell the same.
    long last = request.travel().isLive()
        ? models.live(ledger, request.customer()).viewPosition()
        : reads.readTo(request);
    Explanation told = explanations
        .of(request.customer(), entryId, new Explanations.Past(last, request.travel().effectiveAt()),
            request.language())
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_ENTRY));
    return reads.respond(request, ledger.name(), told, last);
  }
}
