package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.level.BenefitNews;
import io.anamnesis.command.loyalty.level.Benefits;
import io.anamnesis.command.loyalty.level.Holdings;
import io.anamnesis.command.loyalty.level.LevelNews;
import io.anamnesis.command.loyalty.level.Levels.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.command.loyalty.rating.Course;
import io.anamnesis.command.loyalty.rating.Rated;
import io.anamnesis.command.loyalty.rating.Rating.Entry;
import io.anamnesis.command.loyalty.rating.Rating;
import io.anamnesis.command.loyalty.rating.Sayings;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * All that an account knows decided anew with a fact that came late, was corrected or withdrawn; and the differences from
 * what was decided before.
 */
final class Anew {
  private final Rating rating;
  private final Benefits benefits;
  private final Function<String, ProgrammeRules> versions;
  private final List<Happening> life;
  private Sayings sayings;

  Anew(Account account, Function<String, ProgrammeRules> versions) {
    this.rating = account.rating();
    this.benefits = account.benefits();
    this.versions = versions;
    this.life = rating.life();
    this.sayings = rating.sayings();
  }

  /** Whatever was known of it before is forgotten. */
  Anew with(Happening happening) {
    without(happening.id());
    life.add(-1 - Collections.binarySearch(life, happening, Happening.BUSINESS_ORDER), happening);
    return this;
  }

  Anew with(Sayings others) {
    this.sayings = others;
    return this;
  }

  Anew without(UUID id) {
    life.removeIf(happening -> happening.id().equals(id));
    return this;
  }

  /**
   * @param because event id of what led to it
   * @param knownAt when that was recorded
   * @param why an award is worth less
   */
  void decide(Verdict verdict, UUID because, Instant knownAt, Function<Cause, Why> why) {
    Course course = new Course(versions, sayings);
    List<Rated> rated = new ArrayList<>(life.size());
    for (Happening next : life) {
      if (next instanceof Cause cause) {
        Rated its = course.rate(cause);
        course.take(its);
        rated.add(its);
      } else {
        course.take(next);
      }
    }
    for (Happening happening : life) {
      if (happening instanceof Refund refund) {
        verdict.noteUnlessKnown(refund, course.effectOf(refund), rating);
      }
    }
    for (Rated its : rated) {
      Entry before = rating.find(its.cause().id());
      Programme of = versions.apply(its.cause().programme()).programme();
      if (before == null) {
        verdict.first(its, of);
      } else {
        verdict.again(its, before, why.apply(its.cause()), of);
      }
      // What a person has said something of waits no longer.
      if (sayings.awards().on(its.cause().id()) == null) {
        verdict.review(its.cause(), its.waiting(), rating.reviews());
      }
    }
    List<Told> told = rating.levels().told();
    Instant level = told.isEmpty() ? Instant.MIN : told.getLast().move().at();
    verdict.levels(new LevelNews(because, knownAt, versions).of(moves(course, level), told));
    Instant end = life.isEmpty() ? level : later(level, life.getLast().at());
    Instant to = later(end, benefits.last().orElse(Instant.MIN));
    verdict.levels(
        new BenefitNews(because).of(
            Holdings.of(Holdings.first(life), moves(course, to), sayings.levels(), versions, to), to,
            benefits));
  }

  /** The course up to all that was told: time alone may have brought about the last of it. */
  private static List<Move> moves(Course course, Instant to) {
    List<Move> moves = new ArrayList<>(course.moves());
    moves.addAll(course.levelTo(to).moves());
    return moves;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
