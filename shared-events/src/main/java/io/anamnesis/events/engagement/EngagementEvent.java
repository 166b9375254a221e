package io.anamnesis.events.engagement;

import static io.anamnesis.events.FieldClass.CLINICAL;
import static io.anamnesis.events.FieldClass.FREE_TEXT;
import static io.anamnesis.events.FieldClass.PHONE;
import static io.anamnesis.events.Personal.Format.ANY;

import io.anamnesis.events.ActivityId;
import io.anamnesis.events.Bounds;
import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.ContentId;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.OrNumber;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.SurveyId;
import io.anamnesis.events.VisitId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Interactions by any channel. */
public sealed interface EngagementEvent extends CustomerEvent {

  /** The daily sign-in; not the check-in on arrival. */
  @Fact("signin.made")
  record SigninMade(@Nullable Code channel) implements EngagementEvent {}

  @Fact("content.shared")
  record ContentShared(ContentId content, @Nullable Code channel) implements EngagementEvent {}

  @Fact("content.liked")
  record ContentLiked(ContentId content, @Nullable Code channel) implements EngagementEvent {}

  @Fact("content.viewed")
  record ContentViewed(ContentId content, @Nullable Code channel) implements EngagementEvent {}

  @Fact("activity.joined")
  record ActivityJoined(ActivityId activity, @Nullable Code kind) implements EngagementEvent {}

  @Fact("activity.attended")
  record ActivityAttended(ActivityId activity, @Nullable Code kind) implements EngagementEvent {}

  /** @param score 0 to 10 */
  @Fact("survey.answered")
  record SurveyAnswered(SurveyId survey, @Bounds(min = 0, max = 10) BigDecimal score,
      @OrNumber @Nullable String version,
      @Nullable VisitId visitId, @Nullable ActivityId activity, @Nullable CampaignId campaign,
      @Nullable Code department, @Personal(value = CLINICAL, format = ANY) @Nullable Sealed answers)
      implements
        EngagementEvent {}

  /** @param rating 1 to 5 */
  @Fact("review.posted")
  record ReviewPosted(Code platform, @Bounds(min = 1, max = 5) BigDecimal rating, @Nullable VisitId visitId,
      @Personal(FREE_TEXT) @Nullable Sealed text) implements EngagementEvent {}

  @Fact("enquiry.made")
  record EnquiryMade(@Nullable Code channel, @Personal(FREE_TEXT) @Nullable Sealed about, @Nullable Boolean online,
      @Nullable List<Code> factors) implements EngagementEvent {}

  @Fact("call.received")
  record CallReceived(@Personal(PHONE) @Nullable Sealed phone, @Nullable StaffId agent,
      @Personal(FREE_TEXT) @Nullable Sealed about) implements EngagementEvent {}

  @Fact("message.sent")
  record MessageSent(@Nullable Code channel, @Personal(FREE_TEXT) @Nullable Sealed text, @Nullable String replyTo)
      implements
        EngagementEvent {}

  @Fact("message.received")
  record MessageReceived(@Nullable Code channel, @Personal(FREE_TEXT) @Nullable Sealed text, @Nullable String replyTo)
      implements
        EngagementEvent {}
}
