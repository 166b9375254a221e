package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.history.HistoryRun;
import io.anamnesis.command.loyalty.policy.Decided;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.HistoryScan;
import io.anamnesis.projections.PolicyRunner;
import java.time.Instant;

/** Prepares a draft programme's trial on all history. Nothing is written, and no command is sent. */
final class WhatIf {
  private final EventLog log;
  private final EventDecoder decoder;
  private final EventCatalogue catalogue;
  private final PersonalData personal;
  private final PolicyRunner policies;
  private final ProgrammeVersions versions;

  WhatIf(EventLog log, EventDecoder decoder, EventCatalogue catalogue, PersonalData personal, PolicyRunner policies,
      ProgrammeVersions versions) {
    this.log = log;
    this.decoder = decoder;
    this.catalogue = catalogue;
    this.personal = personal;
    this.policies = policies;
    this.versions = versions;
  }

  /** A trial, ready to be run. */
  final class Run implements HistoryRun<WhatIfOutcome> {
    private final WhatIfTally tally = new WhatIfTally();
    private final HistoryScan<WhatIfTrial.Life> scan;
    private final Programme draft;
    private final Instant at;
    private final long upTo;

    private Run(Programme draft, WhatIfTrial.Scope scope, long upTo) {
      this.draft = draft;
      this.at = scope.at();
      this.upTo = upTo;
      this.scan = new HistoryScan<>(log, decoder,
          new WhatIfTrial(draft, versions.fields(), versions.types(upTo), catalogue, scope, tally), upTo);
    }

    /** Version of the draft. */
    String version() {
      return draft.version();
    }

    /** From 0 to 1. */
    double progress() {
      return scan.progress();
    }

    @Override
    public void cancel() {
      scan.cancel();
    }

    @Override
    public WhatIfOutcome outcome() throws InterruptedException {
      scan.run();
      return tally.outcome(upTo, at, versions.inForceAt(at, upTo + 1).version(), draft.version(), personal::pseudonym);
    }
  }

  /** @throws IllegalArgumentException if the draft is no programme that could be in force */
  Run prepare(Programme draft, Instant at) {
    // In this order: what is decided up to the policy's position is in the log by the time that its head is asked for.
    Decided decided = Decided.soFar(policies);
    return new Run(draft,
        new WhatIfTrial.Scope(decided.upTo(), decided.waiting().keySet(), decided.givenUp(), at), log.head());
  }
}
