package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.level.Levels.Told;
import io.anamnesis.command.loyalty.check.Postings.Posted;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.command.loyalty.rating.Award;
import io.anamnesis.command.loyalty.rating.Course;
import io.anamnesis.command.loyalty.rating.Rated;
import io.anamnesis.command.loyalty.rating.Reviews.Waiting;
import io.anamnesis.events.loyalty.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an account's facts are worth by the {@link Course} through all of them, held against what was posted: the points of
 * every rule for every interaction, the version that decided, the levels, and what they give.
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
    Course course = new Course(versions, postings.sayings());
    List<Rated> rated = new ArrayList<>();
    for (Happening happening : life) {
      if (happening instanceof Cause cause) {
        Rated its = course.rate(cause);
        course.take(its);
        rated.add(its);
      } else {
        course.take(happening);
      }
    }
    worth(rated);
    reviews(rated);
    levels(course);
    new BenefitCheck(versions, postings, findings).judge(life, course);
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

  /** What waits for a person is what would be given if nobody had to look at it, and nothing else waits. */
  private void reviews(List<Rated> rated) {
    Map<UUID, Waiting> told = new HashMap<>(postings.reviews().open());
    for (Rated its : rated) {
      Cause cause = its.cause();
      Posted posted = postings.find(cause.id());
      findings.hold(Kind.REVIEW, cause.id(), null, words(its.waiting()), words(told.remove(cause.id())),
          posted == null ? cause.position() : posted.last());
    }
    told.forEach((cause, waiting) -> findings.hold(Kind.REVIEW, cause, null, words((Waiting) null), words(waiting),
        postings.lastReview()));
  }

  private static String words(@Nullable Waiting waiting) {
    return waiting == null
        ? "none held"
        : waiting.points() + " held for " + waiting.hold().ground().name().toLowerCase(Locale.ROOT);
  }

  /** Rules that do not reward the interaction, and all of one that did not happen, leave nothing. */
  private void nothing(Posted posted, Set<String> but) {
    posted.net().forEach((rule, points) -> {
      if (!but.contains(rule)) {
        findings.hold(Kind.WORTH, posted.cause(), rule, 0, points, posted.last());
      }
    });
  }

  /**
   * The first that is not as it should be: those after it follow from it. Steps that time alone brings about are held as far
   * as they were told: a sweep may not have come by yet.
   */
  private void levels(Course course) {
    List<Told> told = postings.levels().told();
    List<Move> moves = new ArrayList<>(course.moves());
    if (!told.isEmpty()) {
      moves.addAll(course.levelTo(told.getLast().move().at()).moves());
    }
    for (int i = 0; i < Math.max(moves.size(), told.size()); i++) {
      String expected = i < moves.size() ? words(moves.get(i)) : "none";
      String found = i < told.size() ? words(told.get(i).move()) : "none";
      if (!findings.hold(Kind.LEVEL, null, null, expected, found, postings.lastLevel())) {
        return;
      }
    }
  }

  private static String words(Move move) {
    return move.held().level() + " " + move.kind().name().toLowerCase(Locale.ROOT) + " at " + move.at();
  }
}
