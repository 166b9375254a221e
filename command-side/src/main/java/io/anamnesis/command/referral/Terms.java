package io.anamnesis.command.referral;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.projections.LogRegister;

/**
 * The versions of the programme, whose terms of referral hold. A referral is rewarded by the version in force when it was
 * claimed: what the one who referred could read then.
 */
final class Terms {
  private final LogRegister<Programmes> log;

  Terms(LogRegister<Programmes> log) {
    this.log = log;
  }

  Programme inForceAt(Claim claim) {
    long position = claim.moment().position();
    return log.upTo(position - 1).inForceAt(claim.moment().at(), position);
  }

  /** A version that a decision named: it was published before. */
  Programme version(String name) {
    return log.upTo(0).published(name).or(() -> log.now().published(name))
        .orElseThrow(() -> new IllegalArgumentException("no version of the programme named " + name + " is published"));
  }
}
