package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.level.Benefits;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.events.loyalty.BenefitGrant;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.Programme.Benefit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A benefit is used, or a use was none. */
final class UsingBenefits {
  private UsingBenefits() {}

  /**
   * What a customer is entitled to at an instant, by the rule: whether or not what fell due by then was told.
   *
   * @param held the level; null where none was ever held
   * @param thawed the level that would be held if no stay and no complaint held its fall off
   * @param granted all that was to be granted by the instant
   */
  record Entitled(@Nullable Holding held, @Nullable Holding thawed, List<BenefitGrant> granted) {}

  /**
   * @throws Refused {@link Reason#BENEFIT_NOT_HELD}, {@link Reason#BENEFIT_FROZEN}, {@link Reason#BENEFIT_USED_UP}
   */
  static BenefitUsed use(Benefits told, Entitled entitled, BenefitCommand.Use command) {
    Benefit benefit = counted(entitled.held(), command.kind());
    Holding held = entitled.held();
    if (benefit == null || held == null || held.programme() == null) {
      throw new Refused(Reason.BENEFIT_NOT_HELD);
    }
    if (counted(entitled.thawed(), command.kind()) == null) {
      throw new Refused(Reason.BENEFIT_FROZEN);
    }
    List<BenefitGrant> open = entitled.granted().stream()
        .filter(grant -> grant.kind().equals(command.kind()) && grant.isOpen(command.at())).toList();
    int granted = open.stream().mapToInt(BenefitGrant::quantity).sum();
    if (open.isEmpty() || told.usedIn(open.getFirst()) + command.quantity() > granted) {
      throw new Refused(Reason.BENEFIT_USED_UP);
    }
    return new BenefitUsed(command.useId(), command.kind(), held.level(), held.programme().version(),
        benefit.percent(), command.quantity(), open.getFirst().from(), open.getFirst().until(), command.at(),
        command.reference(), command.visitId());
  }

  private static @Nullable Benefit counted(@Nullable Holding held, String kind) {
    return held == null ? null : held.counted().get(kind);
  }

  /** @throws Refused {@link Reason#UNKNOWN_BENEFIT_USE}, {@link Reason#BENEFIT_USE_CANCELLED} */
  static BenefitUseCancelled cancel(Benefits told, BenefitCommand.Cancel command) {
    Benefits.Use use = told.find(command.useId());
    if (use == null || !use.kind().equals(command.kind())) {
      throw new Refused(Reason.UNKNOWN_BENEFIT_USE);
    }
    if (use.cancelled()) {
      throw new Refused(Reason.BENEFIT_USE_CANCELLED);
    }
    return new BenefitUseCancelled(use.id(), use.kind(), use.quantity(), use.at(), command.at(), command.reason(),
        command.by());
  }
}
