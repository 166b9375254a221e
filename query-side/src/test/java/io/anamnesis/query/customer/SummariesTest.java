package io.anamnesis.query.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.query.Lives;
import io.anamnesis.query.referral.ToldReason;
import io.anamnesis.web.Language;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;

class SummariesTest {
  private final Messages messages = Messages.of(new MessageBundle("io/anamnesis/query/messages"));

  @Test
  void every_event_type_has_a_sentence_in_every_language() {
    assertThat(EventCatalogue.standard().all()).extracting(EventDescriptor::type)
        .allSatisfy(type -> assertThat(messages.has(Summaries.key(type))).as(type).isTrue());
    assertThat(messages.has(Summaries.key("x.anything"))).isTrue();
  }

  @Test
  void every_reason_and_state_of_a_referral_has_its_words_and_none_tells_of_another_person() {
    for (Reason reason : Reason.values()) {
      assertThat(messages.has("referral." + ToldReason.of(reason))).as(reason.name()).isTrue();
    }
    assertThat(messages.keys()).filteredOn(key -> key.startsWith("referral.")).containsExactlyInAnyOrder(
        "referral.claimed", "referral.visited", "referral.paid", "referral.refused", "referral.not-eligible",
        "referral.earlier-claim", "referral.lapsed", "referral.withdrawn", "referral.month-full", "referral.no-terms");
  }

  @Test
  void of_what_a_family_pool_pays_for_each_is_told_the_own_part_and_nobody_else() {
    Summaries summaries = new Summaries(messages);
    CustomerId redeemer = new CustomerId("C-7");
    Pooled whole = new Pooled(new UUID(1, 1), redeemer,
        List.of(new Share(redeemer, 10), new Share(new CustomerId("C-8"), 1_490)));
    RewardId reward = new RewardId("SPA");
    for (Language language : Language.values()) {
      String own = summaries.of(Lives.event(1, "2026-03-01T00:00:00Z",
          new RedemptionConfirmed(new UUID(2, 2), reward, 1, 10, List.of(), List.of(), whole, null)),
          id -> Optional.empty(),
          language);
      assertThat(own).contains("1500", "10", "SPA").doesNotContain("C-8");
      String part = summaries.of(Lives.event(1, "2026-03-01T00:00:00Z",
          new RedemptionConfirmed(new UUID(2, 2), reward, 1, 1_490, List.of(), List.of(), whole.ofAnother(), null)),
          id -> Optional.empty(), language);
      assertThat(part).contains("1490", "SPA").doesNotContain("C-7").doesNotContain("1500");
    }
    assertThat(messages.keys()).filteredOn(key -> key.startsWith("pooled.")).containsExactlyInAnyOrder(
        "pooled.reserved.own", "pooled.reserved.part", "pooled.spent.own", "pooled.spent.part", "pooled.cancelled.own",
        "pooled.cancelled.part");
  }

  @Test
  void no_sentence_is_left_of_a_type_that_is_gone() {
    assertThat(messages.keys()).filteredOn(key -> key.startsWith("timeline.") && !key.equals("timeline.x"))
        .allSatisfy(key -> assertThat(EventCatalogue.standard().find(key.substring("timeline.".length()))).isPresent());
  }
}
