package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.RefundLimit;
import io.anamnesis.events.loyalty.Programme.Review;
import io.anamnesis.events.loyalty.Programme.ShareLimit;
import io.anamnesis.events.loyalty.ReviewEvent.Ground;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Whether a person is to look at what an interaction would earn: judged on what lies before it, so that nothing that happens
 * later makes an award suspicious that was not. What earns nothing counts, and so does what is held.
 */
final class Watch {
  /** A hold names so many facts at most. */
  private static final int NAMED = 20;

  /** Those that cost something, in the order of business. */
  private final List<Cause> purchases = new ArrayList<>();
  /** Of these, those of which something was refunded: few, so that they alone are gone through. */
  private final NavigableMap<Happening, Rated> refunded = new TreeMap<>(Happening.BUSINESS_ORDER);
  private final List<Cause> shares = new ArrayList<>();

  void take(Rated rated) {
    Cause cause = rated.cause();
    if (cause.type().equals(Cause.SHARE)) {
      shares.add(cause);
    } else if (rated.paid().signum() > 0) {
      purchases.add(cause);
      if (!rated.cuts().isEmpty()) {
        refunded.put(cause, rated);
      }
    }
  }

  /** A refund took effect on a purchase that was taken before. */
  void refund(Rated purchase) {
    if (purchase.paid().signum() > 0) {
      refunded.put(purchase.cause(), purchase);
    }
  }

  /** Why the award of the next interaction is held; empty where it is not. */
  Optional<Hold> hold(Cause next, Programme programme) {
    Review review = programme.review();
    if (review == null) {
      return Optional.empty();
    }
    return switch (next.type()) {
      case Cause.PURCHASE -> Optional.ofNullable(review.refunds())
          .flatMap(limit -> refunds(limit, next.at().atZone(programme.zone()).minusDays(limit.days()).toInstant()));
      case Cause.SHARE -> Optional.ofNullable(review.shares()).flatMap(limit -> shares(limit, next));
      default -> Optional.empty();
    };
  }

  private Optional<Hold> refunds(RefundLimit limit, Instant from) {
    List<UUID> refunds = new ArrayList<>();
    for (Rated purchase : refunded.descendingMap().values()) {
      if (purchase.cause().at().isBefore(from)) {
        break;
      }
      if (isRefunded(purchase, limit.ofAmount())) {
        refunds.add(purchase.cuts().getLast().refund());
      }
    }
    int found = refunds.size();
    int among = purchases.size() - first(purchases, at -> !at.isBefore(from));
    boolean tooMany = found >= limit.atLeast()
        && BigDecimal.valueOf(found).compareTo(limit.ofPurchases().multiply(BigDecimal.valueOf(among))) >= 0;
    List<UUID> last = List.copyOf(refunds.subList(0, Math.min(NAMED, found)).reversed());
    return tooMany ? Optional.of(new Hold(Ground.REFUNDS, found, among, limit.days(), last)) : Optional.empty();
  }

  private static boolean isRefunded(Rated purchase, BigDecimal part) {
    return purchase.paid().subtract(purchase.left()).compareTo(purchase.paid().multiply(part)) >= 0;
  }

  private Optional<Hold> shares(ShareLimit limit, Cause next) {
    Instant from = next.at().minus(Duration.ofMinutes(limit.minutes()));
    int first = first(shares, at -> at.isAfter(from));
    int found = shares.size() - first + 1;
    if (found <= limit.atMost()) {
      return Optional.empty();
    }
    List<UUID> facts = new ArrayList<>();
    shares.subList(Math.max(first, shares.size() - NAMED + 1), shares.size()).forEach(share -> facts.add(share.id()));
    facts.add(next.id());
    return Optional.of(new Hold(Ground.SHARES, found, null, limit.minutes(), facts));
  }

  /** Index of the first in a period that has not ended; a flood is not gone through at each part of it. */
  private static int first(List<Cause> ordered, Predicate<Instant> inPeriod) {
    int low = 0;
    int high = ordered.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (inPeriod.test(ordered.get(middle).at())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
