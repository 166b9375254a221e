package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Decision;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.VisitId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Benefits that a level gives so many times a year: granted for a year, and used. Those without a number are no events: they
 * hold as long as the level does.
 */
public sealed interface BenefitEvent extends LoyaltyEvent {

  /** Of the benefit, as the programme names it. */
  String kind();

  /** When it was granted or used, or its use cancelled, on the clock of what happened. */
  Instant at();

  /**
   * A benefit can be used so many times more in a year of it.
   *
   * @param level the level held
   * @param programme version by whose terms it is held
   * @param quantity how often; where a higher level gives more within the same year, how much more
   * @param from first instant of the benefit's year
   * @param until first instant after it
   * @param grantedAt the beginning of the year, or the instant within it at which a level gave more
   * @param because event id of what led to it; null where a year was over and time alone began the next
   */
  @Decision("loyalty.benefit-granted")
  record BenefitGranted(String kind, int level, String programme, int quantity, Instant from, Instant until,
      Instant grantedAt, @Nullable UUID because) implements BenefitEvent {
    @Override
    public Instant at() {
      return grantedAt;
    }

    /** Without what led to it. */
    public BenefitGrant grant() {
      return new BenefitGrant(kind, level, programme, quantity, from, until, grantedAt);
    }
  }

  /**
   * A grant that would not have been, as the level was another then. What was used of it stays used.
   *
   * @param quantity how much of it was not used, and can be no more
   * @param kept how much of it was used
   * @param from first instant of the year that it was granted for
   * @param until first instant after it
   * @param grantedAt of the grant: together with the kind it names it
   * @param because event id of the fact that led to it; null where nothing but time did
   */
  @Decision("loyalty.benefit-withdrawn")
  record BenefitWithdrawn(String kind, int quantity, int kept, Instant from, Instant until, Instant grantedAt,
      @Nullable UUID because) implements BenefitEvent {
    @Override
    public Instant at() {
      return grantedAt;
    }
  }

  /**
   * A benefit is used.
   *
   * @param level the level held
   * @param programme version by whose terms it is held
   * @param percent what is taken off by these terms; null where they tell of none
   * @param quantity how often at once
   * @param from first instant of the year that it is used of
   * @param until first instant after it
   * @param reference names what it was used for elsewhere; null if nothing was told
   * @param visitId of the visit at which it was used; null if none was told
   */
  @Decision("loyalty.benefit-used")
  record BenefitUsed(UUID useId, String kind, int level, String programme, @Nullable BigDecimal percent, int quantity,
      Instant from, Instant until, Instant usedAt, @Nullable String reference, @Nullable VisitId visitId)
      implements
        BenefitEvent {
    @Override
    public Instant at() {
      return usedAt;
    }
  }

  /**
   * A use that was none: it can be used again in the same year.
   *
   * @param usedAt of the use
   */
  @Decision("loyalty.benefit-use-cancelled")
  record BenefitUseCancelled(UUID useId, String kind, int quantity, Instant usedAt, Instant cancelledAt,
      @Personal(STAFF_REASON) Sealed reason, StaffId by) implements BenefitEvent {
    @Override
    public Instant at() {
      return cancelledAt;
    }
  }
}
