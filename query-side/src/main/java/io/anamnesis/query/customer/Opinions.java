package io.anamnesis.query.customer;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.query.fold.Told;

/** How satisfied a customer said to be. */
public record Opinions(Marks surveys, Marks reviews) {
  static final Opinions NONE = new Opinions(Marks.NONE, Marks.NONE);

  public record Marks(int count, BigDecimal sum, @Nullable Told<BigDecimal> last) {
    static final Marks NONE = new Marks(0, BigDecimal.ZERO, null);

    Marks with(Recorded event, BigDecimal mark) {
      return new Marks(count + 1, sum.add(mark), Told.last(last, event, mark));
    }

    @Nullable
    BigDecimal average() {
      return count == 0 ? null : sum.divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
    }
  }

  Opinions with(Recorded event, SurveyAnswered survey) {
    return new Opinions(surveys.with(event, survey.score()), reviews);
  }

  Opinions with(Recorded event, ReviewPosted review) {
    return new Opinions(surveys, reviews.with(event, review.rating()));
  }

  Portrait.@Nullable Satisfaction answer() {
    if (surveys.count == 0 && reviews.count == 0) {
      return null;
    }
    return new Portrait.Satisfaction(Told.valueOf(surveys.last), surveys.average(), surveys.count,
        Told.valueOf(reviews.last), reviews.average(), reviews.count);
  }
}
