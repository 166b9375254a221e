package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactsTest {

  @Test
  void the_fact_is_one_that_this_build_reads_and_has_about_300_bytes() {
    StoredEvent stored = new StoredEvent(1, Facts.id(), null, null, Facts.subject(), Facts.TYPE, 1, Instant.EPOCH,
        Instant.EPOCH, Facts.PAYLOAD, Facts.METADATA);

    assertThat(new EventDecoder(EventCatalogue.standard()).decode(stored).event()).isInstanceOf(PurchaseMade.class);
    assertThat(Facts.PAYLOAD.length()).isBetween(280, 340);
  }

  /** pgbench takes a colon before a letter or digit for a variable, and a quote for the end of the text. */
  @Test
  void the_fact_can_stand_in_a_script_of_pgbench() {
    assertThat(Facts.PAYLOAD + Facts.METADATA).doesNotContainPattern(":[\\w]").doesNotContain("'");
  }
}
