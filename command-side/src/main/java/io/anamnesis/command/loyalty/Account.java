package io.anamnesis.command.loyalty;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.events.Code;
import io.anamnesis.events.PlanId;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a decision on points and tier needs to know of a customer's past decisions. Changed only by {@link #evolve}, in
 * place: a copy for each of ten thousand events would make a long life slow to load.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
final class Account {
  /** Rule whose awards make the streak of daily sign-ins. */
  static final String SIGN_IN = "signin.made";

  static final String PLAN_JOINED = "plan.joined";

  private final Ledger ledger = new Ledger();

  /** Points awarded, by the instant of their cause. */
  private final NavigableMap<Instant, Long> awards = new TreeMap<>();
  /** The highest level reached at an instant. */
  private final NavigableMap<Instant, Integer> levels = new TreeMap<>();
  /** Instants of sign-ins that earned: days are told by the zone of the programme that asks. */
  private final NavigableSet<Instant> signIns = new TreeSet<>();

  /** Kinds of the plans whose joining earned. */
  private final Map<String, String> planKinds = new TreeMap<>();

  void evolve(LoyaltyEvent event) {
    ledger.evolve(event);
    switch (event) {
      case PointsEarned earned -> {
        awards.merge(earned.lot().earnedAt(), earned.points(), Long::sum);
        switch (earned.causeType()) {
          case SIGN_IN -> signIns.add(earned.lot().earnedAt());
          case PLAN_JOINED -> remember(earned.values());
          default -> {
            // Nothing later asks for more than its points.
          }
        }
      }
      case TierReached reached -> levels.merge(reached.reachedAt(), reached.level(), Integer::max);
      case PointsNotEarned ignored -> {
        // Leaves no trace in what later decisions ask for.
      }
      case LedgerEvent ignored -> {
        // What became of points has no say in what interactions earn.
      }
    }
  }

  Ledger ledger() {
    return ledger;
  }

  private void remember(List<Value> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach(value -> texts.put(value.name(), value.value()));
    String plan = texts.get("plan");
    String kind = texts.get("kind");
    if (plan != null && kind != null) {
      planKinds.put(plan, kind);
    }
  }

  /** The kind of a plan whose joining earned; null of any other. */
  @Nullable
  Code kindOf(PlanId plan) {
    String kind = planKinds.get(plan.value());
    return kind == null ? null : new Code(kind);
  }

  /** The level held at an instant: the highest reached until then, the instant included. */
  int levelAt(Instant instant) {
    return levels.headMap(instant, true).values().stream().max(Integer::compare).orElse(1);
  }

  NavigableMap<Instant, Long> awards() {
    return awards;
  }

  /** How many local days in a row, up to and including this one, have a sign-in, were there one on this day. */
  int streakWith(LocalDate day, ZoneId zone) {
    int days = 1;
    while (signedInOn(day.minusDays(days), zone)) {
      days++;
    }
    return days;
  }

  boolean signedInOn(LocalDate day, ZoneId zone) {
    Instant from = day.atStartOfDay(zone).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
    return !signIns.subSet(from, true, to, false).isEmpty();
  }

  /** Awards that can count for a level together with one at this instant. */
  NavigableMap<Instant, Long> awardsAround(Instant instant, Programme programme) {
    Instant last = instant.atZone(programme.zone()).plusMonths(programme.qualifyingMonths() + 1L).toInstant();
    return awards.subMap(programme.qualifyingAfter(instant), false, last, true);
  }
}
