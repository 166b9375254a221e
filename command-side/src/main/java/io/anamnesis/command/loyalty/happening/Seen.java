package io.anamnesis.command.loyalty.happening;

import io.anamnesis.command.loyalty.programme.ExtensionValues;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Id;
import io.anamnesis.events.care.CareEvent.PlanJoined;
import io.anamnesis.events.care.CareEvent.PlanStepDone;
import io.anamnesis.events.engagement.EngagementEvent.ActivityAttended;
import io.anamnesis.events.engagement.EngagementEvent.ContentLiked;
import io.anamnesis.events.engagement.EngagementEvent.ContentShared;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What conditions and caps see of an interaction: its texts by name, those that it tells, in the order of their names. */
public final class Seen {
  private Seen() {}

  static List<Value> of(CustomerEvent event) {
    return switch (event) {
      case PurchaseMade purchase -> texts("purchase", purchase.purchaseId());
      case VisitCompleted visit -> texts("businessLine", visit.businessLine(), "department", visit.department(),
          "disease", visit.disease(), "kind", visit.kind(), "site", visit.site(), "visit", visit.visitId());
      case PlanJoined plan -> texts("disease", plan.disease(), "kind", plan.kind(), "plan", plan.planId());
      case PlanStepDone plan -> texts("disease", plan.disease(), "kind", plan.kind(), "plan", plan.planId());
      case ActivityAttended activity -> texts("activity", activity.activity(), "kind", activity.kind());
      case SurveyAnswered survey -> texts("department", survey.department(), "survey", survey.survey(), "visit",
          survey.visitId());
      case ReviewPosted review -> texts("platform", review.platform(), "visit", review.visitId());
      case ContentShared share -> texts("channel", share.channel(), "content", share.content());
      case ContentLiked like -> texts("channel", like.channel(), "content", like.content());
      case ReferralRewarded reward -> Given.seen(reward);
      case ExtensionFact fact -> ExtensionValues.of(fact);
      case SigninMade signIn -> texts("channel", signIn.channel());
      default -> List.of();
    };
  }

  /** @param namesAndValues alternating, by name; a null is a text that the interaction does not tell */
  static List<Value> texts(@Nullable Object... namesAndValues) {
    List<Value> texts = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = String.valueOf(namesAndValues[i]);
      switch (namesAndValues[i + 1]) {
        case Code code -> texts.add(new Value(name, code.value()));
        case Id id -> texts.add(new Value(name, id.value()));
        case String text -> texts.add(new Value(name, text));
        case null -> {
          // A condition sees an empty text.
        }
        default -> throw new IllegalArgumentException(name + " is no text");
      }
    }
    return List.copyOf(texts);
  }

  /** The text of a name; null where the interaction does not tell it. */
  public static @Nullable String text(List<Value> values, String name) {
    for (Value value : values) {
      if (value.name().equals(name)) {
        return value.value();
      }
    }
    return null;
  }
}
