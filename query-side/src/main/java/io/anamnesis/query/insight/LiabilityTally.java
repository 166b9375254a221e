package io.anamnesis.query.insight;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.projections.Column;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Tally;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.loyalty.PointsProjection;
import io.anamnesis.query.loyalty.PointsState;

/**
 * Points that customers can still call in, by the instant at which they expire, and what became of points before: measures
 * {@code free} and {@code reserved} with the dimension {@code expiresAt}; {@code redeemed} with the dimensions {@code day}, a
 * local one, and {@code reward}; {@code expired} with {@code day}. What has expired by the instant asked is the answer's business.
 */
public final class LiabilityTally implements Tally<LiabilityTally.State> {
  static final String EXPIRES_AT = "expiresAt";
  static final String DAY = "day";
  static final String REWARD = "reward";
  static final String FREE = "free";
  static final String RESERVED = "reserved";
  static final String REDEEMED = "redeemed";
  static final String EXPIRED = "expired";

  private final PointsProjection points = new PointsProjection();
  private final ZoneId zone;

  public LiabilityTally(SiteZones zones) {
    this.zone = zones.standard();
  }

  /**
   * A customer's part.
   *
   * @param flows by instant, added up
   */
  public record State(PointsState points, Flows flows) {}

  @Override
  public String name() {
    return "liability";
  }

  @Override
  public int version() {
    return 3;
  }

  /** All that changes what is in lots. */
  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return points.events();
  }

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State initial() {
    return new State(points.initial(), Flows.NONE);
  }

  @Override
  public State fold(State state, Recorded event) {
    return new State(points.fold(state.points, event), flows(state.flows, event));
  }

  /** Points expire at an instant of their own, whenever that is noted; a redemption is one when it is confirmed. */
  private Flows flows(Flows flows, Recorded event) {
    return switch (event.event()) {
      case RedemptionConfirmed confirmed ->
        flows.redeemed(day(event.occurredAt()), confirmed.reward(), confirmed.points());
      case RedemptionCancelled cancelled -> flows
          .redeemed(day(event.occurredAt()), cancelled.reward(),
              cancelled.confirmed() ? Math.negateExact(cancelled.points()) : 0)
          .expired(day(event.occurredAt()), cancelled.lost().stream().mapToLong(Allocation::points).sum());
      case PointsExpired expired -> flows.expired(day(expired.expiredAt()), expired.points());
      default -> flows;
    };
  }

  private LocalDate day(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  @Override
  public State answer(Folded<State> folded, Instant at) {
    return folded.state();
  }

  @Override
  public List<Column> dimensions() {
    return List.of(Column.text(EXPIRES_AT), Column.text(DAY), Column.text(REWARD));
  }

  @Override
  public List<Column> measures() {
    return List.of(Column.integer(FREE), Column.integer(RESERVED), Column.integer(REDEEMED), Column.integer(EXPIRED));
  }

  @Override
  public Map<Cell, BigDecimal> contribution(State state) {
    Map<Cell, BigDecimal> figures = new HashMap<>();
    state.points.slots().slots()
        .forEach(slot -> add(figures, FREE, Map.of(EXPIRES_AT, slot.expiresAt().toString()), slot.points()));
    state.points.reservations().open().forEach(open -> open.from().forEach(part -> {
      // What is reserved can be had until the reservation ends, though its lot expires before.
      Instant end = part.expiresAt().isBefore(open.until()) ? open.until() : part.expiresAt();
      add(figures, RESERVED, Map.of(EXPIRES_AT, end.toString()), part.points());
    }));
    for (Flows.Flow flow : state.flows.days()) {
      String day = flow.day().toString();
      if (flow.reward() == null) {
        add(figures, EXPIRED, Map.of(DAY, day), flow.points());
      } else {
        add(figures, REDEEMED, Map.of(DAY, day, REWARD, flow.reward().value()), flow.points());
      }
    }
    return figures;
  }

  private static void add(Map<Cell, BigDecimal> figures, String measure, Map<String, String> dimensions, long points) {
    if (points != 0) {
      figures.merge(new Cell(measure, Collections.unmodifiableSortedMap(new TreeMap<>(dimensions))),
          BigDecimal.valueOf(points), BigDecimal::add);
    }
  }
}
