package io.anamnesis.web;

import java.util.Locale;

/** Every kind of problem that an answer can name. Names and statuses are stable: clients branch on them. */
public enum ProblemType {
  /** The request cannot be read at all. */
  MALFORMED(400),
  /** Something required is absent. */
  MISSING(400),
  /** A value is not what is expected. */
  INVALID(400),
  /** No such event type. */
  UNKNOWN_TYPE(400),
  /** An instant lies too far ahead. */
  FUTURE(400),
  /** A definition of a projection does not hold; its members say where and why. */
  INVALID_DEFINITION(400),
  /** A batch of opening balances does not hold; its members say where and why. */
  INVALID_OPENING_BALANCES(400),
  /** Asked for what this build does not offer yet. */
  UNSUPPORTED(400),
  /** No token, or one that is not good. */
  UNAUTHORIZED(401),
  /** The token's scopes do not allow this. */
  FORBIDDEN(403),
  /** None of the signatures is of a witness that is known here. */
  UNKNOWN_WITNESS(403),
  /** Nothing is at this path. */
  NOT_FOUND(404),
  /** Nothing was recorded about this customer number. */
  UNKNOWN_CUSTOMER(404),
  /** No fact with this source and id. */
  UNKNOWN_FACT(404),
  /** The customer's ledger has no such line. */
  UNKNOWN_ENTRY(404),
  /** No projection of this name. */
  UNKNOWN_PROJECTION(404),
  /** No definition of this name and version. */
  UNKNOWN_DEFINITION(404),
  /** No report of this name. */
  UNKNOWN_REPORT(404),
  /** No policy of this name. */
  UNKNOWN_POLICY(404),
  /** No reward of this name was ever offered. */
  UNKNOWN_REWARD(404),
  /** The customer has no such redemption. */
  UNKNOWN_REDEMPTION(404),
  /** No version of the loyalty programme has this name. */
  UNKNOWN_PROGRAMME(404),
  /** The customer has no such adjustment. */
  UNKNOWN_ADJUSTMENT(404),
  /** The customer has no such write-off. */
  UNKNOWN_WRITE_OFF(404),
  /** No voucher has this code. */
  UNKNOWN_VOUCHER(404),
  /** The customer has no such use of a benefit. */
  UNKNOWN_BENEFIT_USE(404),
  /** No award was ever held under this id. */
  UNKNOWN_REVIEW(404),
  /** No batch of opening balances has this reference. */
  UNKNOWN_OPENING_BALANCES(404),
  /** No event of this id is in the log. */
  UNKNOWN_EVENT(404),
  /** The log has signed no such checkpoint. */
  UNKNOWN_CHECKPOINT(404),
  /** Nothing was recorded on this day, nor before. */
  UNKNOWN_DAY(404),
  /** The log's tree has no such tile, or not so much of it. */
  UNKNOWN_TILE(404),
  /** Nobody has asked that the customer be forgotten. */
  NO_ERASURE(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  /** Same source and id, other content. */
  FACT_CONFLICT(409),
  /** The state does not allow it now. */
  CONFLICT(409),
  /** Fewer points are available than it takes. */
  NOT_ENOUGH_POINTS(409),
  /** Fewer units of the reward are free than asked for. */
  OUT_OF_STOCK(409),
  /** So many codes are not issued at once. */
  TOO_MANY_VOUCHERS(409),
  /** The code was used already. */
  VOUCHER_USED(409),
  /** The redemption that the code was issued for was cancelled. */
  VOUCHER_VOIDED(409),
  /** The code is good no more. */
  VOUCHER_EXPIRED(409),
  /** The reward wants a higher level than the customer holds. */
  LEVEL_TOO_LOW(409),
  /** The redemption is to be paid for in money too, and no payment is named. */
  PAYMENT_NEEDED(409),
  /** A payment is named of a redemption that costs no money. */
  NOTHING_TO_PAY(409),
  /** Points are owed: nothing can be redeemed or given away before they are repaid. */
  IN_ARREARS(409),
  /** The reward is there already, with other terms. */
  REWARD_EXISTS(409),
  /** The reward is not offered any more. */
  REWARD_RETIRED(409),
  /** The reservation was not confirmed in time. */
  RESERVATION_EXPIRED(409),
  /** The redemption is confirmed already. */
  REDEMPTION_CONFIRMED(409),
  /** The redemption is cancelled already. */
  REDEMPTION_CANCELLED(409),
  /** No level is given to the customer by a person now. */
  NO_OVERRIDE(409),
  /** The level held now does not give the benefit so many times a year. */
  BENEFIT_NOT_HELD(409),
  /** The level is held only as long as a stay or a complaint holds its fall off. */
  BENEFIT_FROZEN(409),
  /** The benefit cannot be used so often any more this year. */
  BENEFIT_USED_UP(409),
  /** The use of the benefit is cancelled already. */
  BENEFIT_USE_CANCELLED(409),
  /** A published version of the programme never changes. */
  PROGRAMME_PUBLISHED(409),
  /** The version is a draft. */
  PROGRAMME_NOT_PUBLISHED(409),
  /** The version was retired, once and for all. */
  PROGRAMME_RETIRED(409),
  /** Without this version some instant would have no programme. */
  PROGRAMME_NEEDED(409),
  /** Who asked for it cannot approve it. */
  SAME_PERSON(409),
  /** It was approved or rejected already. */
  ALREADY_DECIDED(409),
  /** A person has released or refused the award. */
  ALREADY_REVIEWED(409),
  /** Facts that were told later left no reason to hold the award. */
  REVIEW_CLOSED(409),
  /** More would be forgiven than is owed. */
  MORE_THAN_OWED(409),
  /** A batch of this reference is there already, with other content. */
  OPENING_BALANCES_EXIST(409),
  /** No fact says that the two customers are family. */
  NOT_FAMILY(409),
  /** Who has a guardian does not give points away alone. */
  GUARDIAN_NEEDED(409),
  /** Only a guardian acts for another. */
  NOT_GUARDIAN(409),
  /** The customer is in no family pool. */
  NO_POOL(409),
  /** One is in a family pool already. */
  IN_POOL(409),
  /** As many as may be are in the family pool. */
  POOL_FULL(409),
  /** The keeper of the family pool does not invite the customer. */
  NOT_INVITED(409),
  /** Only who keeps the family pool may do this. */
  NOT_KEEPER(409),
  /** One is neither in the family pool nor invited to it. */
  NOT_MEMBER(409),
  /** What the caller refers to is of a log that was set back since: positions are given a second time. */
  LOG_RESTORED(409),
  /** What is in the log is not what was sealed; nothing is signed over it. */
  LOG_ALTERED(409),
  /** The day is not over yet: nothing is signed of it. */
  DAY_NOT_OVER(409),
  /** No legal hold is in force. */
  NO_LEGAL_HOLD(409),
  /** The person was forgotten: nothing personal can be kept of what is asked for. */
  ERASED(409),
  /** What was to be changed has changed meanwhile. */
  STALE_CONDITION(412),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  /** The same idempotency key with another body. */
  KEY_REUSED(422),
  INTERNAL(500),
  /** The view has not caught up with the token in time. */
  STALE(503),
  /** The log is not sealed so far yet. */
  NOT_SEALED(503),
  /** One of the customer's events could not be processed and waits for repair. */
  PARKED(503),
  /** That the answer is given could not be recorded, so it is not given. */
  READ_NOT_RECORDED(503),
  /** Whether it was done is not known: repeat with the same id or key. */
  OUTCOME_UNKNOWN(503),
  /** Too much at once: repeat a little later. */
  OVERLOADED(503),
  /** The log, or a view that is still being built, cannot be asked now. */
  UNAVAILABLE(503);

  private final int status;

  ProblemType(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The bare word, for example {@code unknown-customer}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stable {@code type} of RFC 9457, for example {@code /problems/unknown-customer}. */
  public String type() {
    return "/problems/" + code();
  }
}
