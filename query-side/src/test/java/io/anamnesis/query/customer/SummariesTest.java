package io.anamnesis.query.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.query.referral.ToldReason;
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
  void no_sentence_is_left_of_a_type_that_is_gone() {
    assertThat(messages.keys()).filteredOn(key -> key.startsWith("timeline.") && !key.equals("timeline.x"))
        .allSatisfy(key -> assertThat(EventCatalogue.standard().find(key.substring("timeline.".length()))).isPresent());
  }
}
