package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;

/**
 * Points set aside for rewards and not spent yet.
 *
 * @param open by redemption
 * @param closedBefore redemptions whose end was folded before their beginning
 */
public record Reservations(List<Open> open, List<UUID> closedBefore) {
  static final Reservations NONE = new Reservations(List.of(), List.of());

  /**
   * A reservation.
   *
   * @param until from then on it is over, whether or not that has been recorded
   */
  public record Open(UUID redemptionId, long points, Instant until, List<Allocation> from) {
    boolean isOverAt(Instant instant) {
      return !until.isAfter(instant);
    }
  }

  Reservations with(PointsReserved reserved) {
    if (closedBefore.contains(reserved.redemptionId())) {
      return new Reservations(open, closedBefore.stream().filter(id -> !id.equals(reserved.redemptionId())).toList());
    }
    List<Open> more = new ArrayList<>(open);
    more.add(new Open(reserved.redemptionId(), reserved.points(), reserved.expiresAt(), reserved.from()));
    more.sort(Comparator.comparing(Open::redemptionId));
    return new Reservations(List.copyOf(more), closedBefore);
  }

  Reservations without(UUID redemption) {
    List<Open> left = open.stream().filter(one -> !one.redemptionId().equals(redemption)).toList();
    if (left.size() < open.size()) {
      return new Reservations(left, closedBefore);
    }
    List<UUID> more = new ArrayList<>(closedBefore);
    more.add(redemption);
    more.sort(Comparator.naturalOrder());
    return new Reservations(open, List.copyOf(more));
  }
}
