package io.anamnesis.command.loyalty;

import io.anamnesis.command.decision.Refusal;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Points, rewards or levels do not allow what was asked. */
final class Refused extends Refusal {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  enum Reason {
    /** Fewer points are available than it takes. */
    NOT_ENOUGH_POINTS(ProblemType.NOT_ENOUGH_POINTS),
    /** Fewer units of the reward are free than asked for. */
    OUT_OF_STOCK(ProblemType.OUT_OF_STOCK),
    /** Points are owed; nothing can be redeemed before they are repaid. */
    IN_ARREARS(ProblemType.IN_ARREARS),
    /** No reward of this name was ever offered. */
    UNKNOWN_REWARD(ProblemType.UNKNOWN_REWARD),
    /** The reward is not offered any more. */
    REWARD_RETIRED(ProblemType.REWARD_RETIRED),
    /** The reward is there already, with other terms, and the caller does not say that it knows them. */
    REWARD_EXISTS(ProblemType.REWARD_EXISTS),
    /** The reward has changed since the caller read it. */
    STALE_REWARD(ProblemType.STALE_CONDITION),
    /** The customer has no such redemption. */
    UNKNOWN_REDEMPTION(ProblemType.UNKNOWN_REDEMPTION),
    /** The redemption is confirmed. */
    REDEMPTION_CONFIRMED(ProblemType.REDEMPTION_CONFIRMED),
    /** The redemption is cancelled. */
    REDEMPTION_CANCELLED(ProblemType.REDEMPTION_CANCELLED),
    /** The reservation was not confirmed in time. */
    RESERVATION_EXPIRED(ProblemType.RESERVATION_EXPIRED),
    /** Who asked for something cannot approve it. */
    SAME_PERSON(ProblemType.SAME_PERSON),
    /** It was approved or rejected before. */
    ALREADY_DECIDED(ProblemType.ALREADY_DECIDED),
    /** The customer has no such adjustment. */
    UNKNOWN_ADJUSTMENT(ProblemType.UNKNOWN_ADJUSTMENT),
    /** The customer has no such write-off. */
    UNKNOWN_WRITE_OFF(ProblemType.UNKNOWN_WRITE_OFF),
    /** More would be forgiven than is owed. */
    MORE_THAN_OWED(ProblemType.MORE_THAN_OWED),
    /** Only a member of staff may cancel what is confirmed. */
    STAFF_ONLY(ProblemType.FORBIDDEN),
    /** A person has released or refused it. */
    ALREADY_REVIEWED(ProblemType.ALREADY_REVIEWED),
    /** What was told later left no reason to hold it. */
    REVIEW_CLOSED(ProblemType.REVIEW_CLOSED),
    /** No level is given to the customer by a person now. */
    NO_OVERRIDE(ProblemType.NO_OVERRIDE),
    /** No fact says that the two are family, or the last one says that they are not. */
    NOT_FAMILY(ProblemType.NOT_FAMILY),
    /** Who has a guardian does not give points away alone. */
    GUARDIAN_NEEDED(ProblemType.GUARDIAN_NEEDED),
    /** Only a guardian acts for another. */
    NOT_GUARDIAN(ProblemType.NOT_GUARDIAN);

    private final ProblemType type;

    Reason(ProblemType type) {
      this.type = type;
    }
  }

  Refused(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  @Override
  public Problem problem() {
    Problem problem = Problem.of(reason.type);
    return switch (reason) {
      case STAFF_ONLY -> problem.detail("problem.forbidden.confirmed");
      case NOT_FAMILY -> problem.field("to");
      case GUARDIAN_NEEDED, NOT_GUARDIAN -> problem.field("by");
      default -> problem;
    };
  }
}
