package io.anamnesis.query.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.BenefitGrant;
import io.anamnesis.events.loyalty.Holding;

/**
 * What was granted of benefits and used, and the level that gives them.
 *
 * @param granted not withdrawn, in order of the instant
 * @param uses in order of the instant, cancelled ones too
 * @param cancels of uses, in order of the instant
 */
public record BenefitsState(TierState tier, List<BenefitGrant> granted, List<Use> uses, List<Cancel> cancels) {
  static final BenefitsState INITIAL = new BenefitsState(TierState.INITIAL, List.of(), List.of(), List.of());

  private static final Comparator<BenefitGrant> GRANTS =
      Comparator.comparing(BenefitGrant::grantedAt).thenComparing(BenefitGrant::kind);
  private static final Comparator<Use> USES = Comparator.comparing(Use::at).thenComparing(Use::id);
  private static final Comparator<Cancel> CANCELS = Comparator.comparing(Cancel::at).thenComparing(Cancel::use);

  /** A use. */
  public record Use(UUID id, String kind, int quantity, @Nullable BigDecimal percent, Instant at,
      @Nullable String reference, @Nullable VisitId visitId) {}

  /** That a use was none. */
  public record Cancel(UUID use, Instant at) {}

  BenefitsState with(TierState level) {
    return new BenefitsState(level, granted, uses, cancels);
  }

  BenefitsState with(BenefitEvent event) {
    return switch (event) {
      case BenefitGranted one -> new BenefitsState(tier, and(granted, one.grant(), GRANTS), uses, cancels);
      case BenefitWithdrawn none -> new BenefitsState(tier, granted.stream()
          .filter(one -> !one.kind().equals(none.kind()) || !one.grantedAt().equals(none.grantedAt())).toList(), uses,
          cancels);
      case BenefitUsed used -> new BenefitsState(tier, granted, and(uses, new Use(used.useId(), used.kind(),
          used.quantity(), used.percent(), used.usedAt(), used.reference(), used.visitId()), USES), cancels);
      case BenefitUseCancelled none ->
        new BenefitsState(tier, granted, uses, and(cancels, new Cancel(none.useId(), none.cancelledAt()), CANCELS));
    };
  }

  private static <T> List<T> and(List<T> before, T one, Comparator<T> order) {
    List<T> more = new ArrayList<>(before);
    more.add(one);
    more.sort(order);
    return List.copyOf(more);
  }

  /**
   * Level 1, which everybody holds from the first interaction on: no event tells of it but those of what it gives. Null where
   * it gave nothing that is counted.
   */
  @Nullable
  Holding first(LevelTerms terms) {
    return granted.stream().filter(grant -> grant.level() == 1).findFirst()
        .map(grant -> new Holding(grant.grantedAt(), 1, terms.of(grant.programme()))).orElse(null);
  }

  /** When a use was cancelled; null if it was not, by an instant. */
  @Nullable
  Instant cancelledAt(Use use, Instant at) {
    return cancels.stream().filter(cancel -> cancel.use.equals(use.id) && !cancel.at.isAfter(at)).map(Cancel::at)
        .findFirst().orElse(null);
  }
}
