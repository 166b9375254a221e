package io.anamnesis.query.insight;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Money;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent.RewardChanged;
import io.anamnesis.events.loyalty.RewardEvent.RewardOffered;
import io.anamnesis.events.loyalty.RewardTerms;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.LogRegister;

/**
 * What a point costs the hospital that is spent on a reward: the cost of one ÷ its price in points, by the terms told last,
 * since points that are outstanding will be spent by these. Absent where no cost was told, and where it takes no points.
 */
public final class RewardCosts {
  private final LogRegister<Map<RewardId, Money>> perPoint;

  public RewardCosts(EventLog log, LogTail tail, EventDecoder decoder) {
    this.perPoint = new LogRegister<>(log, tail, decoder, Set.of(RewardOffered.class, RewardChanged.class), Map.of(),
        RewardCosts::with);
  }

  /** By reward. */
  Map<RewardId, Money> now() {
    return perPoint.now();
  }

  private static Map<RewardId, Money> with(Map<RewardId, Money> before, Recorded event) {
    return switch (event.event()) {
      case RewardOffered offered -> with(before, offered.reward(), perPoint(offered.points(), offered.terms()));
      case RewardChanged changed -> with(before, changed.reward(), perPoint(changed.points(), changed.terms()));
      default -> before;
    };
  }

  private static Map<RewardId, Money> with(Map<RewardId, Money> before, RewardId reward, @Nullable Money cost) {
    Map<RewardId, Money> after = new HashMap<>(before);
    if (cost == null) {
      after.remove(reward);
    } else {
      after.put(reward, cost);
    }
    return Collections.unmodifiableMap(after);
  }

  private static @Nullable Money perPoint(long points, RewardTerms terms) {
    Money cost = terms.cost();
    return cost == null || points == 0
        ? null
        : new Money(cost.amount().divide(BigDecimal.valueOf(points), MathContext.DECIMAL128), cost.currency());
  }
}
