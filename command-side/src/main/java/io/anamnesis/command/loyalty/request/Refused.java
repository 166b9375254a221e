package io.anamnesis.command.loyalty.request;

import io.anamnesis.command.decision.Refusal;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Points, rewards or levels do not allow what was asked. */
public final class Refused extends Refusal {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable String field;
  /** The level that is wanted, or the most there can be; null where neither is. */
  private final @Nullable Integer bound;

  /** Why. */
  public enum Reason {
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
    /** So many codes are not issued at once. */
    TOO_MANY_VOUCHERS(ProblemType.TOO_MANY_VOUCHERS),
    /** The code was used. */
    VOUCHER_USED(ProblemType.VOUCHER_USED),
    /** The redemption that the code was issued for was cancelled. */
    VOUCHER_VOIDED(ProblemType.VOUCHER_VOIDED),
    /** The code is good no more. */
    VOUCHER_EXPIRED(ProblemType.VOUCHER_EXPIRED),
    /** The reward wants a higher level than the customer holds. */
    LEVEL_TOO_LOW(ProblemType.LEVEL_TOO_LOW),
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
    /** It is to be paid for in money too, and nobody says by which payment it was. */
    PAYMENT_NEEDED(ProblemType.PAYMENT_NEEDED),
    /** A payment is named of what costs no money. */
    NOTHING_TO_PAY(ProblemType.NOTHING_TO_PAY),
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
    /** The level held now does not give the benefit so many times a year. */
    BENEFIT_NOT_HELD(ProblemType.BENEFIT_NOT_HELD),
    /** It is given by a level that is held only as long as a stay or a complaint holds its fall off. */
    BENEFIT_FROZEN(ProblemType.BENEFIT_FROZEN),
    /** It cannot be used so often any more this year. */
    BENEFIT_USED_UP(ProblemType.BENEFIT_USED_UP),
    /** The customer has no such use of the benefit. */
    UNKNOWN_BENEFIT_USE(ProblemType.UNKNOWN_BENEFIT_USE),
    /** The use is cancelled. */
    BENEFIT_USE_CANCELLED(ProblemType.BENEFIT_USE_CANCELLED),
    /** No fact says that the two are family, or the last one says that they are not. */
    NOT_FAMILY(ProblemType.NOT_FAMILY),
    /** Who has a guardian does not give points away alone. */
    GUARDIAN_NEEDED(ProblemType.GUARDIAN_NEEDED),
    /** Only a guardian acts for another. */
    NOT_GUARDIAN(ProblemType.NOT_GUARDIAN),
    /** The customer is in no family pool. */
    NO_POOL(ProblemType.NO_POOL),
    /** One is in a family pool already. */
    IN_POOL(ProblemType.IN_POOL),
    /** As many as may be are in the pool. */
    POOL_FULL(ProblemType.POOL_FULL),
    /** The keeper of the pool does not invite the customer, or not any more. */
    NOT_INVITED(ProblemType.NOT_INVITED),
    /** Only who keeps a pool says who may join it, takes others out, and ends it. */
    NOT_KEEPER(ProblemType.NOT_KEEPER),
    /** One is neither in the pool nor invited to it. */
    NOT_MEMBER(ProblemType.NOT_MEMBER);

    private final ProblemType type;

    Reason(ProblemType type) {
      this.type = type;
    }
  }

  public Refused(Reason reason) {
    this(reason, null);
  }

  /** @param field of the request that is at fault; null where the reason itself tells */
  public Refused(Reason reason, @Nullable String field) {
    this(reason, field, null);
  }

  private Refused(Reason reason, @Nullable String field, @Nullable Integer bound) {
    super(reason.name());
    this.reason = reason;
    this.field = field;
    this.bound = bound;
  }

  /** @param bound the lowest level with which the reward can be redeemed, or the most there can be of what was asked for */
  public Refused(Reason reason, int bound) {
    this(reason, null, bound);
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public Problem problem() {
    Problem problem = bound == null ? Problem.of(reason.type) : Problem.of(reason.type, bound);
    if (field != null) {
      return problem.field(field);
    }
    return switch (reason) {
      case TOO_MANY_VOUCHERS -> problem.field("quantity");
      case STAFF_ONLY -> problem.detail("problem.forbidden.confirmed");
      case LEVEL_TOO_LOW -> problem.member("level", Objects.requireNonNull(bound));
      case PAYMENT_NEEDED, NOTHING_TO_PAY -> problem.field("payment");
      case NOT_FAMILY -> problem.field("to");
      case GUARDIAN_NEEDED, NOT_GUARDIAN -> problem.field("by");
      case NOT_MEMBER -> problem.field("member");
      case NOT_INVITED -> problem.field("poolId");
      default -> problem;
    };
  }
}
