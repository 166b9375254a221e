package io.anamnesis.events.customer;

import static io.anamnesis.events.FieldClass.ERASURE_REASON;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a person is forgotten: what was asked for and when each of the two keys goes, what was done about it, and what stopped it.
 * No event is changed by it, nor taken away.
 */
public sealed interface ErasureEvent extends CustomerEvent {

  /**
   * A person is to be forgotten. The contact key goes at once, and the record key when the retention says so; a legal hold stops
   * both until it is lifted.
   *
   * @param reason null where the record key was gone already
   * @param record how long the record is kept, as the facts were known when it was decided
   * @param onHold whether a legal hold stopped it when it was decided
   */
  @Decision("customer.erasure-decided")
  record ErasureDecided(StaffId by, @Personal(ERASURE_REASON) @Nullable Sealed reason, Retention record, boolean onHold)
      implements
        ErasureEvent {}

  /**
   * When the record key was to go, a later visit or stay was known: it is kept longer.
   *
   * @param record as the facts were known then
   */
  @Decision("customer.retention-extended")
  record RetentionExtended(Retention record) implements ErasureEvent {}

  /**
   * One of the two keys is destroyed now: no legal hold that comes later stops it any more. Recorded before it is done, so that
   * the log tells which of the two was first.
   */
  @Decision("customer.key-condemned")
  record KeyCondemned(KeyKind kind) implements ErasureEvent {}

  /**
   * One of the two keys of the person is no more: what it sealed is unreadable wherever it lies.
   *
   * @param destroyedAt by the clock of the key store
   * @param forgottenBy from then on no process has it in its memory any more
   * @param quarantined so many rejected lines that name the person were deleted with it
   */
  @Decision("customer.key-destroyed")
  record KeyDestroyed(KeyKind kind, Instant destroyedAt, Instant forgottenBy, long quarantined)
      implements
        ErasureEvent {}

  /** No process holds the destroyed key any more: what a read model has indexed by it is taken out for good. */
  @Decision("customer.key-forgotten")
  record KeyForgotten(KeyKind kind) implements ErasureEvent {}

  /** No key of the person is destroyed from now on. */
  @Decision("customer.legal-hold-placed")
  record LegalHoldPlaced(StaffId by, @Personal(ERASURE_REASON) @Nullable Sealed reason) implements ErasureEvent {}

  /** Nothing stops an erasure any more; what it stopped goes on. */
  @Decision("customer.legal-hold-lifted")
  record LegalHoldLifted(StaffId by, @Personal(ERASURE_REASON) @Nullable Sealed reason) implements ErasureEvent {}
}
