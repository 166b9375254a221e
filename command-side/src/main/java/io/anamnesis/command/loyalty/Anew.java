package io.anamnesis.command.loyalty;

import io.anamnesis.command.loyalty.Rating.Entry;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.Programme;
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
  private final Function<String, ProgrammeRules> versions;
  private final List<Cause> causes;
  private final List<Refund> refunds;

  Anew(Rating rating, Function<String, ProgrammeRules> versions) {
    this.rating = rating;
    this.versions = versions;
    this.causes = rating.causes();
    this.refunds = rating.refunds();
  }

  /** Whatever was known of it before is forgotten. */
  Anew with(Cause cause) {
    without(cause.id());
    causes.add(place(causes, cause), cause);
    return this;
  }

  /** Whatever was known of it before is forgotten. */
  Anew with(Refund refund) {
    without(refund.id());
    refunds.add(place(refunds, refund), refund);
    return this;
  }

  Anew without(UUID id) {
    causes.removeIf(cause -> cause.id().equals(id));
    refunds.removeIf(refund -> refund.id().equals(id));
    return this;
  }

  private static int place(List<? extends Happening> ordered, Happening happening) {
    return -1 - Collections.binarySearch(ordered, happening, Happening.BUSINESS_ORDER);
  }

  /**
   * @param programme the version that the decision names
   * @param why an award is worth less
   */
  void decide(Verdict verdict, Programme programme, Function<Cause, Why> why) {
    Course course = new Course(versions);
    List<Rated> rated = new ArrayList<>(causes.size());
    int refunded = 0;
    for (Cause cause : causes) {
      while (refunded < refunds.size() && Happening.BUSINESS_ORDER.compare(refunds.get(refunded), cause) < 0) {
        course.take(refunds.get(refunded++));
      }
      Rated its = course.rate(cause);
      course.take(its);
      rated.add(its);
    }
    refunds.subList(refunded, refunds.size()).forEach(course::take);
    refunds.forEach(refund -> verdict.noteUnlessKnown(refund, course.effectOf(refund), rating));
    for (Rated its : rated) {
      Entry before = rating.find(its.cause().id());
      Programme of = versions.apply(its.cause().programme()).programme();
      if (before == null) {
        verdict.first(its, of);
      } else {
        verdict.again(its, before, why.apply(its.cause()), of);
      }
    }
    verdict.levels(course.steps(), rating.levels().steps(), programme);
  }
}
