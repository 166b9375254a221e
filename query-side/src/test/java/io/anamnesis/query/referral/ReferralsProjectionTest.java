package io.anamnesis.query.referral;

import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.referral.ReferralDecision.Milestone;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.events.referral.ReferralDecision.State;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferralsProjectionTest {
  private static final String CLAIMED = "2026-03-01T00:00:00Z";
  private static final String VISITED = "2026-03-04T01:02:03Z";
  private static final String PAID = "2026-03-12T04:05:06Z";
  private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");

  private final ReferralsProjection referrals = new ReferralsProjection();

  @Test
  void a_referrer_is_told_how_far_a_person_has_come_and_never_when() {
    String told = told(standing(State.PAID, null, milestone(VISITED), milestone(PAID)));

    assertThat(told).contains("\"state\":\"paid\"").doesNotContain(VISITED, PAID, "visitAt", "paidAt", "undoneAt");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.INCLUDE, names = {"SELF", "SAME_PHONE", "HOUSEHOLD", "STAFF", "NOT_NEW"})
  void how_two_people_are_tied_or_that_one_was_here_before_is_not_told(Reason reason) {
    assertThat(told(standing(State.REFUSED, reason, null, null))).contains("\"reason\":\"not-eligible\"");
  }

  private String told(StandingChanged standing) {
    return EventCodec.mapper()
        .writeValueAsString(referrals.answer(fold(referrals, event(1, CLAIMED, standing)), LATER));
  }

  private static StandingChanged standing(State state, @Nullable Reason reason, @Nullable Milestone visit,
      @Nullable Milestone paid) {
    return new StandingChanged(new UUID(1, 1), 1, new CustomerId("C-2"), new UUID(1, 2), Instant.parse(CLAIMED),
        Instant.parse("2026-03-31T16:00:00Z"), "default-1", state, reason, null, visit, paid, null);
  }

  private static Milestone milestone(String at) {
    return new Milestone(new UUID(2, 1), Instant.parse(at), 2, new UUID(1, 2), null);
  }
}
