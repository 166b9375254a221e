package io.anamnesis.command.loyalty;

/** The state does not allow what was asked. Nothing was recorded. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  enum Reason {
    /** Fewer points are available than it takes. */
    NOT_ENOUGH_POINTS,
    /** Fewer units of the reward are free than asked for. */
    OUT_OF_STOCK,
    /** Points are owed; nothing can be redeemed before they are repaid. */
    IN_ARREARS,
    /** No reward of this name was ever offered. */
    UNKNOWN_REWARD,
    /** The reward is not offered any more. */
    REWARD_RETIRED,
    /** The customer has no such redemption. */
    UNKNOWN_REDEMPTION,
    /** The redemption is confirmed. */
    REDEMPTION_CONFIRMED,
    /** The redemption is cancelled. */
    REDEMPTION_CANCELLED,
    /** The reservation was not confirmed in time. */
    RESERVATION_EXPIRED,
    /** Only a member of staff may cancel what is confirmed. */
    STAFF_ONLY,
    /** The reward is there already, with other terms. */
    REWARD_EXISTS,
    /** The reward has changed since the caller read it. */
    STALE_REWARD,
    /** The redemption's adjustment is not known. */
    UNKNOWN_ADJUSTMENT,
    /** The one who asked may not be the one who approves. */
    SAME_PERSON,
    /** No points are owed. */
    NOTHING_OWED
  }

  Refused(Reason reason) {
    // No stack trace: it is an answer, not a fault of ours.
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
