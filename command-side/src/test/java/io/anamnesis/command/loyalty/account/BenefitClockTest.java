package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.junit.jupiter.api.Test;

class BenefitClockTest {
  @Test
  void years_are_looked_at_where_a_given_level_begins_and_where_it_ends() {
    Instant from = Instant.parse("2026-02-01T02:00:00Z");
    Instant until = Instant.parse("2026-08-01T02:00:00Z");
    TierOverridden given =
        new TierOverridden(new UUID(1, 1), 3, "default-1", from, until, new Sealed("c.1"), new StaffId("S-1"));
    Recorded recorded = new Recorded(1, new UUID(8, 1), null, null, "C-1", "loyalty.tier-overridden", 2, from, from,
        Metadata.NONE, given);
    assertThat(new BenefitClock(SimpleCommandBus.builder().build()).dues(recorded)).containsExactly(from, until);
  }
}
