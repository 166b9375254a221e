package io.anamnesis.command.loyalty.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the log says otherwise than the facts and the published programmes do.
 *
 * @param customer number
 * @param cause event id of the interaction; null where none is concerned
 * @param rule that the points are of; null where none is concerned
 * @param expected as the facts and rules have it: points as a whole number, an instant, a level, a name
 * @param found as the log has it
 * @param position of the event at fault; of the fact, where an event about it is missing; 0 where neither is there
 */
public record Difference(String customer, @Nullable UUID cause, @Nullable String rule, String expected, String found,
    Kind kind, long position) {

  /** By position, so that what went wrong first comes first. */
  static final Comparator<Difference> ORDER = Comparator.comparingLong(Difference::position)
      .thenComparing(Difference::customer).thenComparing(Difference::kind)
      .thenComparing(one -> String.valueOf(one.cause())).thenComparing(one -> String.valueOf(one.rule()))
      .thenComparing(Difference::expected).thenComparing(Difference::found);

  /** What is wrong. */
  public enum Kind {
    /** What a rule gave for an interaction, less what was undone of it. */
    WORTH,
    /** The version of the programme that decided. */
    PROGRAMME,
    /** An award by a rule that the version does not have for the interaction. */
    RULE,
    /** A lot's id, points or dates. */
    LOT,
    /** More was taken from a lot than it had; 0 is expected where there is no such lot. */
    ALLOCATION,
    /** An event's figures do not add up in themselves. */
    SUM,
    /** What was to be taken back of an award that fell. */
    CLAWBACK,
    /** What is owed, or was to be repaid first. */
    ARREARS,
    /** What was reserved, confirmed or cancelled does not fit together. */
    REDEMPTION,
    /** Points expired by another instant than their lot's. */
    EXPIRY,
    /** A level reached, or its instant. */
    LEVEL,
    /** One half of a transfer without the other one, or with another. */
    TRANSFER,
    /** A person's decision by nobody or in another's name, without the second person that it takes, or above what one may. */
    PERSON,
    /** An opening balance that was not approved so, or an approval of what was not uploaded. */
    OPENING,
    /** What a level gives so many times a year, or its year. */
    BENEFIT,
    /** A voucher that no redemption was confirmed with, or that was used or voided otherwise than it may be. */
    VOUCHER,
    /** What waits for a person to look at; or a person spoke of an award that was not held. */
    REVIEW;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
