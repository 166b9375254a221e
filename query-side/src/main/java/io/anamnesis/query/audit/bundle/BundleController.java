package io.anamnesis.query.audit.bundle;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.query.audit.LifeStream;
import io.anamnesis.query.audit.SealedReads;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;

/** A customer's life with its proofs as one file, for the offline verifier; memory stays flat whatever its length. */
@RestController
public class BundleController {
  private final EventLog log;
  private final Bundles bundles;
  private final SealedReads sealed;
  private final LifeStream life;

  public BundleController(EventLog log, SealedLog sealedLog, Bundles bundles, CustomerReads reads, Waiting waiting) {
    this.log = log;
    this.bundles = bundles;
    this.sealed = new SealedReads(sealedLog);
    this.life = new LifeStream(reads, waiting);
  }

  /**
   * Everything that is recorded of the customer now, once all of that is sealed; or what an earlier checkpoint covers of it, which
   * can be had also where nothing is sealed any more. Personal fields are masked unless a purpose is stated.
   *
   * @param size of the checkpoint, if one is named
   * @param since how many events the log had at an earlier checkpoint; the bundle then tells how it grew from there
   * @throws ProblemException {@code not-sealed} if all of it is not sealed within the caller's patience
   */
  @GetMapping(path = "/api/v1/audit/customers/{customer}/bundle", produces = "application/zip")
  void bundle(CustomerRequest request, @RequestParam @Nullable String size, @RequestParam @Nullable String since,
      HttpServletResponse response) throws IOException {
    if (!request.travel().isLive()) {
      throw Problem.of(ProblemType.UNSUPPORTED).field(request.travel().asOf() == null ? "effectiveAt" : "asOf")
          .exception();
    }
    life.await(request);
    // Asked for after the wait: what policies derived meanwhile belongs to the bundle.
    SealedCheckpoint checkpoint =
        size == null ? sealed.covering(log.head(), request.patience()) : sealed.ofSize(size);
    Long earlier = since == null ? null : SealedReads.size("since", since, checkpoint.size());
    send(request, checkpoint, earlier, response);
  }

  private void send(CustomerRequest request, SealedCheckpoint checkpoint, @Nullable Long since,
      HttpServletResponse response) throws IOException {
    response.setHeader("Content-Language", request.language().tag());
    response.setHeader("Content-Disposition",
        "attachment; filename=\"" + request.customer() + "-" + checkpoint.size() + ".zip\"");
    LifeStream.send(response, "application/zip", checkpoint.size(),
        out -> bundles.write(request, checkpoint, since, out));
  }
}
