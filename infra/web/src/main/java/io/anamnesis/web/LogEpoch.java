package io.anamnesis.web;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.sealing.SealedLog;

/**
 * How often the log was set back on purpose, as the database tells; it is asked once in a while, as a position that a process has in
 * mind may be of a log that is gone.
 */
public final class LogEpoch {
  private static final Logger LOG = LoggerFactory.getLogger(LogEpoch.class);
  private static final Duration AGE = Duration.ofSeconds(1);

  private final SealedLog sealed;
  private volatile long epoch;
  private volatile long askedAt;

  LogEpoch(SealedLog sealed) {
    this.sealed = sealed;
    this.epoch = sealed.epoch();
    this.askedAt = System.nanoTime();
  }

  /** The token as the outside has it where it stands in a body: in a header it is marked on its way. */
  public String told(ConsistencyToken token) {
    return new EpochToken(now(), token).text();
  }

  /** How often it was; 0 for a log that never was. */
  public long now() {
    if (System.nanoTime() - askedAt > AGE.toNanos()) {
      ask();
    }
    return epoch;
  }

  private void ask() {
    askedAt = System.nanoTime();
    try {
      epoch = sealed.epoch();
    } catch (LogUnavailable away) {
      // A write that was acknowledged keeps its token; a read finds out for itself that the database is away.
      LOG.debug("the epoch of the log is not known anew", away);
    }
  }
}
