package io.anamnesis.eventstore;

import java.time.Instant;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log, decoded when somebody first asks for it and once for all who do: who needs to know only what it is
 * and whom it concerns pays for no more. Thread-safe.
 */
public final class LoggedEvent {
  private final StoredEvent stored;
  private final EventDecoder decoder;
  private final @Nullable LoggedEvent correction;
  private volatile @Nullable Recorded recorded;

  LoggedEvent(StoredEvent stored, EventDecoder decoder) {
    this(stored, decoder, null);
  }

  private LoggedEvent(StoredEvent stored, EventDecoder decoder, @Nullable LoggedEvent correction) {
    this.stored = stored;
    this.decoder = decoder;
    this.correction = correction;
  }

  /**
   * The same event with the content that a correction gives it.
   *
   * @param by a correction, and no withdrawal
   */
  public LoggedEvent correctedBy(LoggedEvent by) {
    return new LoggedEvent(stored, decoder, by);
  }

  public long position() {
    return stored.position();
  }

  /** Where its content was told: the position of the correction, where it is corrected. */
  public long toldAt() {
    return correction == null ? stored.position() : correction.position();
  }

  /** When its content was recorded: of one that is corrected, when the correction was. */
  public Instant toldRecordedAt() {
    return correction == null ? stored.recordedAt() : correction.stored.recordedAt();
  }

  public @Nullable String subject() {
    return stored.subject();
  }

  public String type() {
    return stored.type();
  }

  /** The row as it is in the log, also where it is corrected. */
  public StoredEvent stored() {
    return stored;
  }

  /**
   * The event decoded. What cannot be decoded fails anew for each who asks.
   *
   * @throws io.anamnesis.events.UnknownType if no such type is in the catalogue
   * @throws io.anamnesis.events.UnknownRevision if the revision is newer than this build
   * @throws io.anamnesis.events.UnreadablePayload if the payload does not fit its type
   */
  public Recorded recorded() {
    Recorded known = recorded;
    return known == null ? decode() : known;
  }

  private synchronized Recorded decode() {
    Recorded known = recorded;
    if (known == null) {
      known = correction == null ? decoder.decode(stored) : corrected(correction);
      recorded = known;
    }
    return known;
  }

  private static Recorded corrected(LoggedEvent correction) {
    return CorrectedFact.of(correction.recorded()).map(CorrectedFact::now)
        .orElseThrow(() -> new IllegalStateException("no correction is recorded at " + correction.position()));
  }
}
