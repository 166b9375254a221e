package io.anamnesis.command.loyalty;

import io.anamnesis.command.loyalty.Difference.Kind;
import io.anamnesis.command.loyalty.Levels.Held;
import io.anamnesis.command.loyalty.Postings.Posted;
import io.anamnesis.events.loyalty.RatingEvent.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What an account's facts are worth by the {@link Course} through all of them, held against what was posted: the points of
 * every rule for every interaction, the version that decided, and the levels.
 */
final class WorthCheck {
  private final Function<String, ProgrammeRules> versions;
  private final Postings postings;
  private final Findings findings;

  WorthCheck(Function<String, ProgrammeRules> versions, Postings postings, Findings findings) {
    this.versions = versions;
    this.postings = postings;
    this.findings = findings;
  }

  /** @param facts as known now, in whatever order */
  void judge(List<Happening> facts) {
    List<Happening> life = new ArrayList<>(facts.size());
    facts.forEach(fact -> life.add(fact instanceof Cause cause ? asDecided(cause) : fact));
    life.sort(Happening.BUSINESS_ORDER);
    Course course = new Course(versions);
    List<Rated> rated = new ArrayList<>();
    for (Happening happening : life) {
      switch (happening) {
        case Cause cause -> {
          Rated its = course.rate(cause);
          course.take(its);
          rated.add(its);
        }
        case Refund refund -> course.take(refund);
      }
    }
    worth(rated);
    levels(course.steps(), postings.levels().steps());
  }

  /** The version of an interaction's first decision stays with it; that it was the right one is held too. */
  private Cause asDecided(Cause cause) {
    Posted posted = postings.find(cause.id());
    if (posted == null || findings.hold(Kind.PROGRAMME, cause.id(), null, cause.programme(), posted.programme(),
        posted.first()) || Awards.published(versions, posted.programme()).isEmpty()) {
      return cause;
    }
    return cause.decidedUnder(posted.programme());
  }

  private void worth(List<Rated> rated) {
    Set<UUID> known = new HashSet<>();
    for (Rated its : rated) {
      Cause cause = its.cause();
      known.add(cause.id());
      Posted posted = postings.find(cause.id());
      Set<String> rules = new HashSet<>();
      for (Award award : its.awards()) {
        String rule = award.rule().name();
        rules.add(rule);
        long found = posted == null ? 0 : posted.net().getOrDefault(rule, 0L);
        findings.hold(Kind.WORTH, cause.id(), rule, its.kept(award).points(), found,
            posted == null ? cause.position() : posted.last());
      }
      if (posted != null) {
        nothing(posted, rules);
      }
    }
    postings.all().stream().filter(posted -> !known.contains(posted.cause()))
        .forEach(posted -> nothing(posted, Set.of()));
  }

  /** Rules that do not reward the interaction, and all of one that did not happen, leave nothing. */
  private void nothing(Posted posted, Set<String> but) {
    posted.net().forEach((rule, points) -> {
      if (!but.contains(rule)) {
        findings.hold(Kind.WORTH, posted.cause(), rule, 0, points, posted.last());
      }
    });
  }

  /** The first that is not as it should be: those after it follow from it. */
  private void levels(List<Step> steps, List<Held> told) {
    for (int i = 0; i < Math.max(steps.size(), told.size()); i++) {
      String expected = i < steps.size() ? steps.get(i).level() + " from " + steps.get(i).reachedAt() : "none";
      String found = i < told.size() ? told.get(i).level() + " from " + told.get(i).at() : "none";
      if (!findings.hold(Kind.LEVEL, null, null, expected, found, postings.lastLevel())) {
        return;
      }
    }
  }
}
