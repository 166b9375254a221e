package io.anamnesis.query.customer;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.query.fold.Told;
import io.anamnesis.query.loyalty.PointsState;
import io.anamnesis.query.loyalty.TierState;
import io.anamnesis.query.purchase.Purchases;
import io.anamnesis.query.visit.Visits;

/**
 * The folds that make a portrait, side by side, so that one row answers it whole.
 *
 * @param channel of the first contact that told one
 */
public record PortraitState(LifeState life, Leads leads, Visits visits, Purchases purchases, PointsState points,
    TierState tier, Opinions opinions, Matters matters, @Nullable Told<Code> channel) {

  static final PortraitState INITIAL = new PortraitState(LifeState.UNKNOWN, Leads.NONE, Visits.NONE, Purchases.NONE,
      PointsState.INITIAL, TierState.INITIAL, Opinions.NONE, Matters.NONE, null);

  PortraitState life(LifeState next) {
    return new PortraitState(next, leads, visits, purchases, points, tier, opinions, matters, channel);
  }

  PortraitState leads(Leads next) {
    return new PortraitState(life, next, visits, purchases, points, tier, opinions, matters, channel);
  }

  PortraitState visits(Visits next) {
    return new PortraitState(life, leads, next, purchases, points, tier, opinions, matters, channel);
  }

  PortraitState purchases(Purchases next) {
    return new PortraitState(life, leads, visits, next, points, tier, opinions, matters, channel);
  }

  PortraitState loyalty(PointsState nextPoints, TierState nextTier) {
    return new PortraitState(life, leads, visits, purchases, nextPoints, nextTier, opinions, matters, channel);
  }

  PortraitState opinions(Opinions next) {
    return new PortraitState(life, leads, visits, purchases, points, tier, next, matters, channel);
  }

  PortraitState matters(Matters next) {
    return new PortraitState(life, leads, visits, purchases, points, tier, opinions, next, channel);
  }

  PortraitState channel(@Nullable Told<Code> next) {
    return new PortraitState(life, leads, visits, purchases, points, tier, opinions, matters, next);
  }
}
