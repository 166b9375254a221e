package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.happening.Given;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.level.BenefitNews;
import io.anamnesis.command.loyalty.level.Holdings;
import io.anamnesis.command.loyalty.level.LevelNews;
import io.anamnesis.command.loyalty.level.Levels;
import io.anamnesis.command.loyalty.level.Overrides;
import io.anamnesis.command.loyalty.level.Tenure;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.rating.Course;
import io.anamnesis.command.loyalty.rating.Rated;
import io.anamnesis.command.loyalty.rating.Rating.Entry;
import io.anamnesis.command.loyalty.rating.Rating;
import io.anamnesis.command.loyalty.rating.Reviewed;
import io.anamnesis.command.loyalty.rating.Sayings;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.BenefitYears;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LevelEvent.TierWillExpire;
import io.anamnesis.events.loyalty.LevelEvent.TierWillStay;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Standing;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a fact for a customer's points and level. Pure: it reads the account, the fact and the programme,
 * nothing else. What interactions are worth is said by the {@link Course} through all of them; a fact that lies after all
 * that is known is decided by a step on, any other by the whole way anew and what it changes.
 */
public final class Earning {
  private final ProgrammeVersions versions;
  /** By name: a version never changes. */
  private final Map<String, ProgrammeRules> compiled = new ConcurrentHashMap<>();
  private final Function<String, ProgrammeRules> rules;

  /** @throws IllegalArgumentException if a condition of the standing programme cannot be compiled */
  public Earning(ProgrammeVersions versions) {
    this.versions = versions;
    this.rules = name -> {
      ProgrammeRules known = compiled.get(name);
      return known != null ? known : compiled(versions.version(name));
    };
  }

  private ProgrammeRules compiled(Programme programme) {
    return compiled.computeIfAbsent(programme.version(), name -> new ProgrammeRules(programme, versions.fields()));
  }

  /** The versions, ready to decide, by their names. */
  public Function<String, ProgrammeRules> versions() {
    return rules;
  }

  /** What a fact is to an account that has not heard of it; empty where no rule of the version in force names its type. */
  public Optional<Happening> firstHeard(Recorded fact) {
    return happening(null, fact);
  }

  /** All that follows from one fact that tells of itself. */
  List<LoyaltyEvent> decide(Account account, Recorded fact) {
    return decide(account, Change.of(fact));
  }

  /**
   * All that follows from one fact: its awards and what it changes of others, then the levels. An interaction that a rule
   * names and that earns nothing is recorded too, so that no second try decides otherwise and a later fact finds it. So is
   * every correction and withdrawal of one, known here or not: facts of two people reach an account in any order, and the
   * last word by position counts.
   */
  public List<LoyaltyEvent> decide(Account account, Change change) {
    Rating rating = account.rating();
    Recorded because = change.because();
    UUID restated = change.restated();
    Verdict verdict = new Verdict(because, restated);
    List<Happening> now = change.now().stream().filter(fact -> isLastWord(rating, fact.eventId(), because))
        .flatMap(fact -> happening(rating, fact).stream()).toList();
    Original gone = change.gone() != null && isLastWord(rating, change.gone().eventId(), because)
        && matters(rating, change.gone()) ? change.gone() : null;
    if (gone == null && restated == null && now.size() == 1 && rating.isLast(now.getFirst())
        && !rating.knows(now.getFirst().id()) && !account.benefits().knowsLaterThan(now.getFirst().at())) {
      next(account, now.getFirst(), verdict, because);
    } else if (gone != null || !now.isEmpty()) {
      anew(account, now, gone, restated, verdict, because);
    }
    return verdict.events(account.ledger());
  }

  /** What was said of a fact at this position or later has been decided on. */
  private static boolean isLastWord(Rating rating, UUID fact, Recorded because) {
    return rating.lastWordOn(fact) < because.position();
  }

  /** Whether points could follow from a fact, by what everybody knows of it. */
  private boolean matters(Rating rating, Original fact) {
    return rating.knows(fact.eventId()) || fact.type().equals(Refund.TYPE) || fact.type().equals(Given.TYPE)
        || Circumstance.TYPES.contains(fact.type())
        || !compiled(versions.inForceAt(fact.occurredAt(), fact.position())).of(fact.type()).isEmpty();
  }

  /** What the account is to know of a fact; the version of its first decision stays with an interaction. */
  private Optional<Happening> happening(@Nullable Rating rating, Recorded fact) {
    if (fact.event() instanceof PurchaseRefunded refund) {
      return Optional.of(Refund.of(fact, refund));
    }
    if (fact.event() instanceof ReferralRewarded reward) {
      return Optional.of(Cause.of(fact, reward.programme()));
    }
    if (Circumstance.TYPES.contains(fact.type())) {
      return Optional.ofNullable(Circumstance.of(fact, circumstantial(rating, fact)));
    }
    Entry known = rating == null ? null : rating.find(fact.eventId());
    ProgrammeRules its = known != null
        ? rules.apply(known.cause().programme())
        : compiled(versions.inForceAt(fact.occurredAt(), fact.position()));
    return its.of(fact.type()).isEmpty() ? Optional.empty() : Optional.of(Cause.of(fact, its.programme().version()));
  }

  /** The version of its first decision stays with a circumstance, too. */
  private Programme circumstantial(@Nullable Rating rating, Recorded fact) {
    Circumstance known = rating == null ? null : rating.findCircumstance(fact.eventId());
    return known != null
        ? rules.apply(known.programme()).programme()
        : versions.inForceAt(fact.occurredAt(), fact.position());
  }

  /** Nothing that is known lies after it, so that nothing else changes. */
  private void next(Account account, Happening next, Verdict verdict, Recorded because) {
    Rating rating = account.rating();
    Cause first = rating.first() == null && next instanceof Cause cause ? cause : rating.first();
    Course course = rating.course(rules);
    Tenure.Way level = switch (next) {
      case Cause cause -> {
        Programme programme = rules.apply(cause.programme()).programme();
        Rated rated = course.rate(cause);
        course.refundsBefore(cause).forEach(refund -> verdict.note(refund, Course.effectOf(refund, rated), rating));
        verdict.first(rated, programme);
        verdict.review(cause, rated.waiting(), rating.reviews());
        yield course.after(rated);
      }
      case Refund refund -> {
        Course.Refunded refunded = course.effect(refund);
        verdict.note(refund, refunded.effect(), rating);
        if (refunded.purchase() != null && refunded.cut() != null) {
          Cause purchase = refunded.purchase().cause();
          verdict.cut(refunded.purchase(), refunded.cut(), Objects.requireNonNull(rating.find(purchase.id())));
          verdict.review(purchase, refunded.purchase().waiting(refunded.cut()), rating.reviews());
        }
        yield course.after(refund, refunded);
      }
      case Circumstance circumstance -> {
        verdict.note(circumstance);
        yield course.after(circumstance);
      }
    };
    List<Move> moves = moves(course, level);
    verdict.levels(new LevelNews(because.eventId(), because.recordedAt(), rules).of(moves, rating.levels().told()));
    verdict.levels(new BenefitNews(because.eventId())
        .of(Holdings.of(first, moves, account.overrides(), rules, next.at()), next.at(), account.benefits()));
  }

  private static List<Move> moves(Course course, Tenure.Way on) {
    List<Move> moves = new ArrayList<>(course.moves());
    moves.addAll(on.moves());
    return moves;
  }

  /**
   * What fell due by an instant of the level, and was not told yet; where nothing did, whether it is to be warned of what
   * will; and the years of benefits that have begun.
   */
  List<LoyaltyEvent> due(Account account, Instant now) {
    Rating rating = account.rating();
    Cause last = rating.last();
    Course course = rating.course(rules);
    Tenure.Way way = course.levelTo(now);
    List<Move> moves = moves(course, way);
    List<LoyaltyEvent> due = new ArrayList<>();
    if (last != null && !rating.levels().knowsLaterThan(now)) {
      due.addAll(new LevelNews(last.id(), now, rules).of(moves, rating.levels().told()));
    }
    if (due.isEmpty() && last != null) {
      rating.levels().warning(now).ifPresent(at -> due.add(warning(way.held(), rating.levels(), course, at)));
    }
    if (!account.benefits().knowsLaterThan(now)) {
      due.addAll(new BenefitNews(null).of(Holdings.of(rating.first(), moves, account.overrides(), rules, now), now,
          account.benefits()));
    }
    return due;
  }

  /** What the level gives so many times a year, at an instant. What was told of later ones is not heeded. */
  UsingBenefits.Entitled entitled(Account account, Instant at) {
    Rating rating = account.rating();
    Course course = rating.course(rules, at);
    List<Move> moves = moves(course, course.levelTo(at));
    List<Holding> held = Holdings.of(rating.first(), moves, account.overrides(), rules, at);
    moves.addAll(course.heldOff(at));
    List<Holding> thawed = Holdings.of(rating.first(), moves, account.overrides(), rules, at);
    return new UsingBenefits.Entitled(Holding.at(held, at).orElse(null), Holding.at(thawed, at).orElse(null),
        BenefitYears.granted(held, at));
  }

  private static LoyaltyEvent warning(Standing held, Levels levels, Course course, Instant at) {
    Instant end = Objects.requireNonNull(held.validUntil());
    long missing = course.missing(held, at);
    Overrides.Given given = levels.overrides().at(at);
    boolean stays = missing == 0 || (given != null && given.level() >= held.level() && given.until().isAfter(end));
    return stays
        ? new TierWillStay(held.level(), end, at)
        : new TierWillExpire(held.level(), end, missing, at);
  }

  /**
   * What follows from a level that a person gives, or gives no longer: its benefits, and what interactions are worth that
   * occurred since.
   *
   * @param because event id of what the person said
   * @param at when it was said
   */
  public List<LoyaltyEvent> decide(Account account, Overrides now, UUID because, Instant at) {
    Rating rating = account.rating();
    if (rating.last() == null || rating.last().at().isBefore(at)) {
      Instant to = account.benefits().last().filter(last -> last.isAfter(at)).orElse(at);
      Course course = rating.course(rules);
      return new BenefitNews(because).of(
          Holdings.of(rating.first(), moves(course, course.levelTo(to)), now, rules, to), to, account.benefits());
    }
    return said(account, rating.sayings().with(now), because, at);
  }

  /** As above, of what a person says of an interaction whose awards are held. */
  public List<LoyaltyEvent> decide(Account account, Reviewed now, UUID because, Instant at) {
    return said(account, account.rating().sayings().with(now), because, at);
  }

  private List<LoyaltyEvent> said(Account account, Sayings now, UUID because, Instant at) {
    Verdict verdict = new Verdict(because, at);
    new Anew(account, rules).with(now).decide(verdict, because, at, cause -> Why.LATE_FACT);
    return verdict.events(account.ledger());
  }

  /** The level held at an instant, whether or not what fell due by then was told. */
  public int levelAt(Account account, Instant instant) {
    return account.rating().isPast(instant)
        ? account.levelAt(instant)
        : account.rating().course(rules).levelAt(instant);
  }

  private void anew(Account account, List<Happening> now, @Nullable Original gone, @Nullable UUID restated,
      Verdict verdict, Recorded because) {
    Rating rating = account.rating();
    Anew anew = new Anew(account, rules);
    if (gone != null) {
      anew.without(gone.eventId());
      Entry before = rating.find(gone.eventId());
      verdict.withdraw(gone, before);
      if (before != null) {
        verdict.review(before.cause(), null, rating.reviews());
      }
    }
    Set<UUID> corrected = new HashSet<>();
    Set<String> refunded = new HashSet<>();
    for (Happening happening : now) {
      anew.with(happening);
      switch (happening) {
        case Cause cause -> {
          Entry known = rating.find(cause.id());
          if (cause.id().equals(restated)) {
            verdict.correct(cause);
          }
          if (known != null && !known.cause().tellsAs(cause)) {
            corrected.add(cause.id());
          }
        }
        case Refund refund -> refunded.add(refund.purchase());
        case Circumstance circumstance -> {
          if (circumstance.id().equals(restated) || !circumstance.equals(rating.findCircumstance(circumstance.id()))) {
            verdict.note(circumstance);
          }
        }
      }
    }
    anew.decide(verdict, because.eventId(), because.recordedAt(), cause -> why(cause, corrected, refunded));
  }

  private static Why why(Cause cause, Set<UUID> corrected, Set<String> refunded) {
    if (corrected.contains(cause.id())) {
      return Why.CORRECTION;
    }
    return cause.bought() != null && refunded.contains(cause.bought().purchase()) ? Why.REFUND : Why.LATE_FACT;
  }
}
