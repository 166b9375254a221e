package io.anamnesis.events.insight;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Bounds;
import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** What a site spent: the denominators of its figures. */
public sealed interface InsightEvent extends CustomerEvent {

  @Fact(value = "cost.booked", ofSite = true)
  record CostBooked(Amount amount, Currency currency, @Nullable Code channel, @Nullable CampaignId campaign)
      implements
        InsightEvent {}

  @Fact(value = "staff.worked", ofSite = true)
  record StaffWorked(@Bounds(min = 0, max = 1_000_000) BigDecimal hours, @Nullable Code department,
      @Nullable Code role) implements InsightEvent {}
}
