package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.level.Holdings;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.command.loyalty.rating.Course;
import io.anamnesis.events.loyalty.BenefitGrant;
import io.anamnesis.events.loyalty.BenefitYears;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.Move;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What levels give so many times a year, by the {@link Course} through all facts, held against what was told. Years that time
 * alone begins are held as far as they were told: a sweep may not have come by yet. What was used is a person's decision, and
 * cannot be worked out from facts.
 */
final class BenefitCheck {
  private static final String NONE = "none";

  private final Function<String, ProgrammeRules> versions;
  private final Postings postings;
  private final Findings findings;

  BenefitCheck(Function<String, ProgrammeRules> versions, Postings postings, Findings findings) {
    this.versions = versions;
    this.postings = postings;
    this.findings = findings;
  }

  /**
   * @param life in the order of business
   * @param course through it
   */
  void judge(List<Happening> life, Course course) {
    List<BenefitGrant> told = postings.benefits().granted();
    Instant to = told(life);
    List<Move> moves = new ArrayList<>(course.moves());
    moves.addAll(course.levelTo(to).moves());
    List<Holding> held = Holdings.of(Holdings.first(life), moves, postings.levels().overrides(), versions, to);
    List<BenefitGrant> right = BenefitYears.granted(held, to);
    right.stream().filter(grant -> !told.contains(grant))
        .forEach(grant -> findings.hold(Kind.BENEFIT, null, null, words(grant), NONE, postings.lastBenefit()));
    told.stream().filter(grant -> !right.contains(grant))
        .forEach(grant -> findings.hold(Kind.BENEFIT, null, null, NONE, words(grant), postings.lastBenefit()));
  }

  /**
   * The last instant that grants were told up to: of the last one, and of the last interaction, with which they are told. What else
   * is in the life may have been told to another's account: a refund, while its purchase was that one's.
   */
  private Instant told(List<Happening> life) {
    Instant fact = life.stream().filter(one -> one instanceof Cause && postings.find(one.id()) != null)
        .map(Happening::at).reduce(Instant.MIN, (before, last) -> last);
    Instant last = postings.benefits().last().orElse(fact);
    return last.isAfter(fact) ? last : fact;
  }

  private static String words(BenefitGrant grant) {
    return "%d %s by level %d of %s, granted %s for %s to %s".formatted(grant.quantity(), grant.kind(), grant.level(),
        grant.programme(), grant.grantedAt(), grant.from(), grant.until());
  }
}
