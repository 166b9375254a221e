package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an account tells of redemptions that a family pool pays for, held against what the accounts of the others tell: all of
 * the shares that the redeemer's event names are in the accounts of who gives, none else is, and all parts have the same fate.
 */
final class PooledParts {
  /** Of the events that are read here. */
  static final Set<String> TYPES = EventCatalogue.standard()
      .typesOf(Set.of(PointsReserved.class, RedemptionConfirmed.class, RedemptionCancelled.class));

  private final Map<UUID, Part> parts = new LinkedHashMap<>();

  /** @param fate the kinds of the events about it, in their order */
  private record Part(Pooled pool, long points, String fate, long position) {
    Part then(String kind) {
      return new Part(pool, points, fate + ", " + kind, position);
    }

    String of(CustomerId customer) {
      return shares(pool).getOrDefault(customer, 0L) + ": " + fate;
    }

    String told() {
      return points + ": " + fate;
    }
  }

  void take(Recorded recorded, LedgerEvent event) {
    switch (event) {
      case PointsReserved reserved when reserved.pool() != null -> parts.put(reserved.redemptionId(),
          new Part(reserved.pool(), reserved.points(), "reserved", recorded.position()));
      case RedemptionConfirmed confirmed when confirmed.pool() != null ->
        parts.computeIfPresent(confirmed.redemptionId(), (id, part) -> part.then("confirmed"));
      case RedemptionCancelled cancelled when cancelled.pool() != null ->
        parts.computeIfPresent(cancelled.redemptionId(), (id, part) -> part.then("cancelled"));
      default -> {
        // Nothing that a pool pays for.
      }
    }
  }

  /** @param others what the account of another tells */
  void judge(CustomerId customer, Function<CustomerId, PooledParts> others, Findings findings) {
    Map<CustomerId, PooledParts> read = new HashMap<>();
    judge(customer, findings, other -> read.computeIfAbsent(other, others));
  }

  private void judge(CustomerId customer, Findings findings, Function<CustomerId, PooledParts> others) {
    parts.forEach((redemption, part) -> {
      if (part.pool.redeemer().equals(customer)) {
        hold(part.of(customer), part, part, findings);
        shares(part.pool).forEach((payer, points) -> {
          if (!payer.equals(customer)) {
            hold(part.of(payer), others.apply(payer).parts.get(redemption), part, findings);
          }
        });
      } else {
        Part whole = others.apply(part.pool.redeemer()).parts.get(redemption);
        hold(whole == null ? "none" : whole.of(customer), part, part, findings);
      }
    });
  }

  private static void hold(String expected, @Nullable Part found, Part at, Findings findings) {
    findings.hold(Kind.REDEMPTION, null, null, expected, found == null ? "none" : found.told(), at.position);
  }

  private static Map<CustomerId, Long> shares(Pooled pool) {
    Map<CustomerId, Long> shares = new TreeMap<>();
    for (Share share : pool.shares()) {
      shares.merge(share.customer(), share.points(), Long::sum);
    }
    return shares;
  }
}
