package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Verdict;
import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Given;
import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether each award was given by a rule that there is, as a lot that is named and dated as the rule says. */
final class Awards {
  private final Function<String, ProgrammeRules> versions;
  private final Findings findings;

  Awards(Function<String, ProgrammeRules> versions, Findings findings) {
    this.versions = versions;
    this.findings = findings;
  }

  /** @param occurredAt of the interaction; null where the log does not tell it of this person any more */
  void check(PointsEarned award, @Nullable Instant occurredAt, long position) {
    Optional<Rule> rule = published(versions, award.programme()).flatMap(rules -> Given.rules(Cause.of(award), rules)
        .stream().filter(one -> one.name().equals(award.rule())).findFirst());
    if (rule.isEmpty()) {
      findings.hold(Kind.RULE, award.cause(), award.rule(), "none", award.programme(), position);
      return;
    }
    Programme programme = versions.apply(award.programme()).programme();
    Lot lot = award.lot();
    Instant earnedAt = occurredAt == null ? lot.earnedAt() : occurredAt;
    same(award, Verdict.lotId(award.cause(), award.rule(), award.because()).toString(), lot.lotId().toString(),
        position);
    same(award, Long.toString(award.points()), Long.toString(lot.points()), position);
    same(award, earnedAt.toString(), lot.earnedAt().toString(), position);
    same(award, programme.activeAt(rule.get().data(), earnedAt).toString(), lot.activeAt().toString(), position);
    same(award, programme.expiresAt(earnedAt).toString(), lot.expiresAt().toString(), position);
  }

  private void same(PointsEarned award, String expected, String found, long position) {
    findings.hold(Kind.LOT, award.cause(), award.rule(), expected, found, position);
  }

  /** Empty for a version that is none. */
  static Optional<ProgrammeRules> published(Function<String, ProgrammeRules> versions, String name) {
    try {
      return Optional.of(versions.apply(name));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
