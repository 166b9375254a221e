package io.anamnesis.command.loyalty.level;

import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.BenefitGrant;
import io.anamnesis.events.loyalty.BenefitYears;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of benefits: grants that were not told yet; and first those that were told and would not have been.
 *
 * @param because event id of what led to it; null where nothing but time did
 */
public record BenefitNews(@Nullable UUID because) {

  /**
   * @param held the levels up to all that was told
   * @param to nothing that was told was granted later
   */
  public List<LoyaltyEvent> of(List<Holding> held, Instant to, Benefits told) {
    List<BenefitGrant> now = BenefitYears.granted(held, to);
    if (now.equals(told.granted())) {
      return List.of();
    }
    List<LoyaltyEvent> events = new ArrayList<>();
    Set<BenefitGrant> right = new HashSet<>(now);
    Set<BenefitGrant> known = new HashSet<>(told.granted());
    for (BenefitGrant grant : told.granted()) {
      if (!right.contains(grant)) {
        events.add(withdrawn(grant, told));
      }
    }
    for (BenefitGrant grant : now) {
      if (!known.contains(grant)) {
        events.add(new BenefitGranted(grant.kind(), grant.level(), grant.programme(), grant.quantity(), grant.from(),
            grant.until(), grant.grantedAt(), because));
      }
    }
    return events;
  }

  private BenefitWithdrawn withdrawn(BenefitGrant grant, Benefits told) {
    int kept = Math.min(grant.quantity(), told.usedIn(grant));
    return new BenefitWithdrawn(grant.kind(), grant.quantity() - kept, kept, grant.from(), grant.until(),
        grant.grantedAt(), because);
  }
}
