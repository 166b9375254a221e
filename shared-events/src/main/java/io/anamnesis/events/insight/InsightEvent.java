package io.anamnesis.events.insight;

import static io.anamnesis.events.KeyKind.CONTACT;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Bounds;
import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a site spent, the denominators of its figures; and what analysts and operators do with projections. The latter are
 * on the stream {@code projection-<name>}, their author is the actor in the metadata.
 */
public sealed interface InsightEvent extends CustomerEvent {

  @Fact(value = "cost.booked", ofSite = true)
  record CostBooked(Amount amount, Currency currency, @Nullable Code channel, @Nullable CampaignId campaign)
      implements
        InsightEvent {}

  @Fact(value = "staff.worked", ofSite = true)
  record StaffWorked(@Bounds(min = 0, max = 1_000_000) BigDecimal hours, @Nullable Code department,
      @Nullable Code role) implements InsightEvent {}

  /**
   * An analyst's definition of a projection was taken in, as the next version of its name. Every process learns
   * projections from it.
   *
   * @param version 1, 2, 3 … of the name
   * @param contentHash SHA-256 of the definition in UTF-8, as 64 lower-case hex digits
   * @param definition YAML in its canonical form
   */
  @Decision(value = "insight.projection-posted", ofCustomer = false)
  record ProjectionPosted(String name, int version, String contentHash, String definition) implements InsightEvent {}

  /**
   * Another version of a projection answers from now on.
   *
   * @param from the version that answered before; null if none did
   */
  @Decision(value = "insight.projection-swapped", ofCustomer = false)
  record ProjectionSwapped(String name, @Nullable Integer from, int version) implements InsightEvent {}

  /**
   * The version before answers again.
   *
   * @param from the version that answered until now
   */
  @Decision(value = "insight.projection-rolled-back", ofCustomer = false)
  record ProjectionRolledBack(String name, int from, int version) implements InsightEvent {}

  /** The building of a version was given up. */
  @Decision(value = "insight.projection-cancelled", ofCustomer = false)
  record ProjectionCancelled(String name, int version) implements InsightEvent {}

  /**
   * An operator gave up an event that could not be processed, so that those after it can be. It is about the person whose
   * event it was: that person is its subject, and the reason, a free text, is sealed under that person's key and dies with
   * it. Where the event concerned nobody it has no subject, and the reason is under the site's key.
   *
   * @param projection name of the projection or policy
   * @param version of the projection; null for a policy
   * @param position the event given up
   */
  @Decision("insight.key-skipped")
  record KeySkipped(String projection, @Nullable Integer version, long position, @Personal(CONTACT) Sealed reason)
      implements
        InsightEvent {}
}
