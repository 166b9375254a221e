package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoriesTest {

  @Test
  void the_award_is_one_that_this_build_reads_without_an_upcaster() {
    StoredEvent stored = new StoredEvent(1, Facts.id(), "points-account:customer-1", 0L, "customer-1",
        Histories.AWARD_TYPE, Histories.AWARD_REVISION, Instant.EPOCH, Instant.EPOCH, Histories.AWARD, Facts.METADATA);

    assertThat(new EventDecoder(EventCatalogue.standard()).decode(stored).event()).isInstanceOf(PointsEarned.class);
    assertThat(EventCatalogue.standard().find(Histories.AWARD_TYPE).orElseThrow().revision())
        .isEqualTo(Histories.AWARD_REVISION);
  }
}
