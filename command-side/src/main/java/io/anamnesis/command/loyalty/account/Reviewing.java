package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.rating.Rating;
import io.anamnesis.command.loyalty.rating.Reviews;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.rating.Rating.Entry;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.eventstore.DecisionId;
import java.util.ArrayList;
import java.util.List;

/** A person releases or refuses an award that is held; and what is given out by that. */
public final class Reviewing {
  private Reviewing() {}

  /** @throws Refused {@link Reason#ALREADY_REVIEWED}, {@link Reason#REVIEW_CLOSED} */
  public static List<LoyaltyEvent> decide(Account account, ReviewCommand command, Earning earning) {
    Rating rating = account.rating();
    Reviews reviews = rating.reviews();
    if (reviews.said().on(command.cause()) != null) {
      throw new Refused(Reason.ALREADY_REVIEWED);
    }
    Entry held = rating.find(command.cause());
    if (held == null || reviews.open(command.cause()) == null) {
      throw new Refused(Reason.REVIEW_CLOSED);
    }
    List<LoyaltyEvent> events = new ArrayList<>();
    events.add(said(command, held.cause().type()));
    // What follows names the event that leads to it, which is the command's first.
    events.addAll(earning.decide(account, reviews.said().with(command.cause(), command.word()),
        DecisionId.ofCommand(command.command(), command.account(), 0), command.at()));
    return List.copyOf(events);
  }

  private static ReviewEvent said(ReviewCommand command, String causeType) {
    return switch (command.word()) {
      case RELEASED -> new AwardReleased(command.reviewId(), command.cause(), causeType, command.reason(),
          command.by(), command.at());
      case REFUSED -> new AwardRefused(command.reviewId(), command.cause(), causeType, command.reason(), command.by(),
          command.at());
    };
  }
}
