package io.anamnesis.query.audit;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.web.Freshly;

/**
 * Which log a path asks for: that of what happened, or that of who read it. A controller's method takes it as a parameter, and
 * has a path for each.
 */
public record AskedLog(EventLog log, SealedLog sealed) {
  static final String LOG = "/api/v1/audit/log";
  static final String READS = "/api/v1/audit/reads/log";

  SealedReads reads() {
    return new SealedReads(sealed);
  }

  /** The last checkpoint; of the log, one that covers what the caller's token says. No write gives a token of the log of reads. */
  SealedCheckpoint last(Freshly asked) {
    return sealed.schema().equals(LogSchema.LOG) ? reads().last(asked) : reads().covering(0, asked.patience());
  }
}
