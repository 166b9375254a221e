package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import io.anamnesis.events.loyalty.LoyaltyEvent.Cap;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule gives for an interaction, before any refund.
 *
 * @param points after caps
 * @param parts before caps
 * @param cap the cap that left less than the rule gives; null where none did
 * @param reason why it gives nothing; null where it gives something
 */
public record Award(Rule rule, long points, BigDecimal multiplier, List<Part> parts, @Nullable Cap cap,
    @Nullable Reason reason) {

  static Award of(Rule rule, BigDecimal multiplier, List<Part> parts) {
    return new Award(rule, parts.stream().mapToLong(Part::points).sum(), multiplier, parts, null, null);
  }

  static Award none(Rule rule, BigDecimal multiplier, List<Part> parts, Reason reason) {
    return new Award(rule, 0, multiplier, parts, null, reason);
  }

  Award cutTo(long left, Cap cap, Reason reason) {
    return new Award(rule, left, multiplier, parts, cap, left == 0 ? reason : null);
  }
}
