package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A ledger point by point, by the plainest reading of the rules: each point is a coin that lies somewhere. Slow, and shares
 * nothing with the product.
 */
public final class LedgerOracle {
  public enum Place {
    FREE, RESERVED, SPENT, EXPIRED, CLAWED_BACK, REPAID, ADJUSTED, GIVEN_AWAY
  }

  public static final class Coin {
    public final UUID lot;
    final String award;
    public final Instant earned;
    final Instant active;
    public Instant expires;
    public Place place = Place.FREE;
    public UUID redemption;

    Coin(UUID lot, String award, Instant earned, Instant active, Instant expires) {
      this.lot = lot;
      this.award = award;
      this.earned = earned;
      this.active = active;
      this.expires = expires;
    }
  }

  /** A lot is named anew by who gets it: what of the same lot and expiry is got together is one. */
  public interface Renaming {
    UUID lot(UUID givers, Instant expires);
  }

  public final List<Coin> coins = new ArrayList<>();
  final Map<UUID, Instant> reservedUntil = new HashMap<>();
  private final Map<String, Integer> undone = new HashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  public int arrears;

  static boolean isOver(Coin coin, Instant at) {
    return at.compareTo(coin.expires) >= 0;
  }

  public static boolean isActive(Coin coin, Instant at) {
    return at.compareTo(coin.active) >= 0 && !isOver(coin, at);
  }

  private Optional<Coin> first(Predicate<Coin> which) {
    return coins.stream().filter(coin -> coin.place == Place.FREE).filter(which)
        .min(Comparator.comparing((Coin coin) -> coin.expires).thenComparing(coin -> coin.earned)
            .thenComparing(coin -> coin.lot));
  }

  public int count(Predicate<Coin> which) {
    return (int) coins.stream().filter(which).count();
  }

  public int available(Instant at) {
    return count(coin -> coin.place == Place.FREE && isActive(coin, at));
  }

  public int pending(Instant at) {
    return count(coin -> coin.place == Place.FREE && at.isBefore(coin.active) && !isOver(coin, at));
  }

  public int earned(String award) {
    return count(coin -> award.equals(coin.award));
  }

  public int undone(String award) {
    return undone.getOrDefault(award, 0);
  }

  public int taken(String award) {
    return taken.getOrDefault(award, 0);
  }

  public void credit(UUID lot, String award, int points, Instant earned, Instant active, Instant expires) {
    for (int i = 0; i < points; i++) {
      Coin coin = new Coin(lot, award, earned, active, expires);
      coins.add(coin);
      if (arrears > 0) {
        arrears--;
        coin.place = Place.REPAID;
      }
    }
  }

  /** Lots that nobody earned here: what is still good of them repays first, in the order in which it would be spent. */
  public void credit(List<Lot> lots, Instant at) {
    for (Lot lot : lots) {
      for (int i = 0; i < lot.points(); i++) {
        coins.add(new Coin(lot.lotId(), null, lot.earnedAt(), lot.activeAt(), lot.expiresAt()));
      }
    }
    List<UUID> ids = lots.stream().map(Lot::lotId).toList();
    while (arrears > 0) {
      Optional<Coin> coin = first(one -> ids.contains(one.lot) && !isOver(one, at));
      if (coin.isEmpty()) {
        break;
      }
      coin.get().place = Place.REPAID;
      arrears--;
    }
  }

  public boolean take(int points, Instant at) {
    if (available(at) < points) {
      return false;
    }
    for (int i = 0; i < points; i++) {
      first(one -> isActive(one, at)).orElseThrow().place = Place.ADJUSTED;
    }
    return true;
  }

  public boolean forgive(int points) {
    if (arrears < points) {
      return false;
    }
    arrears -= points;
    return true;
  }

  public void clawBack(String award, int points, Instant at) {
    coins.stream().filter(coin -> award.equals(coin.award) && coin.place == Place.FREE && isOver(coin, at))
        .forEach(coin -> coin.place = Place.EXPIRED);
    undone.merge(award, points, Integer::sum);
    int expired = count(coin -> award.equals(coin.award) && coin.place == Place.EXPIRED);
    int kept = earned(award) - undone(award);
    int toTake = Math.max(0, earned(award) - kept - expired - taken(award));
    taken.merge(award, toTake, Integer::sum);
    for (int i = 0; i < toTake; i++) {
      Optional<Coin> coin = first(one -> award.equals(one.award) && !isOver(one, at))
          .or(() -> first(one -> isActive(one, at))).or(() -> first(one -> !isOver(one, at)));
      coin.ifPresentOrElse(one -> one.place = Place.CLAWED_BACK, () -> arrears++);
    }
  }

  public boolean reserve(UUID redemption, int points, Instant at) {
    if (arrears > 0 || available(at) < points) {
      return false;
    }
    for (int i = 0; i < points; i++) {
      Coin coin = first(one -> isActive(one, at)).orElseThrow();
      coin.place = Place.RESERVED;
      coin.redemption = redemption;
    }
    reservedUntil.put(redemption, at.plus(Duration.ofMinutes(15)));
    return true;
  }

  /** Coins that leave lie with the other one from then on; that one earned nothing by them. */
  public boolean give(LedgerOracle to, int points, Instant at, Renaming renaming) {
    if (arrears > 0 || available(at) < points) {
      return false;
    }
    for (int i = 0; i < points; i++) {
      Coin coin = first(one -> isActive(one, at)).orElseThrow();
      coin.place = Place.GIVEN_AWAY;
      to.coins.add(new Coin(renaming.lot(coin.lot, coin.expires), null, coin.earned, coin.active, coin.expires));
    }
    to.repay(at);
    return true;
  }

  public boolean isAt(UUID redemption, Place place) {
    return coins.stream().anyMatch(coin -> redemption.equals(coin.redemption) && coin.place == place);
  }

  public boolean confirm(UUID redemption, Instant at) {
    if (!isAt(redemption, Place.RESERVED) || at.compareTo(reservedUntil.get(redemption)) >= 0) {
      return false;
    }
    coins.stream().filter(coin -> redemption.equals(coin.redemption)).forEach(coin -> coin.place = Place.SPENT);
    return true;
  }

  public boolean cancel(UUID redemption, boolean byHospital, boolean byStaff, Instant at) {
    boolean confirmed = isAt(redemption, Place.SPENT);
    if (!confirmed && !isAt(redemption, Place.RESERVED) || confirmed && !byStaff
        || !confirmed && at.compareTo(reservedUntil.get(redemption)) >= 0) {
      return false;
    }
    giveBack(redemption, byHospital, at);
    return true;
  }

  public void giveBack(UUID redemption, boolean byHospital, Instant at) {
    List<Coin> back = coins.stream().filter(coin -> redemption.equals(coin.redemption)).toList();
    for (Coin coin : back) {
      coin.redemption = null;
      if (!isOver(coin, at)) {
        coin.place = Place.FREE;
      } else if (byHospital) {
        coin.place = Place.FREE;
        coin.expires = at.plus(Duration.ofDays(7));
      } else {
        coin.place = Place.EXPIRED;
      }
    }
    repay(at);
  }

  private void repay(Instant at) {
    while (arrears > 0) {
      Optional<Coin> coin = first(one -> isActive(one, at)).or(() -> first(one -> !isOver(one, at)));
      if (coin.isEmpty()) {
        break;
      }
      coin.get().place = Place.REPAID;
      arrears--;
    }
  }

  /** All that is due up to an instant, in the order in which it fell due. */
  public void sweep(Instant at) {
    reservedUntil.entrySet().stream().filter(entry -> isAt(entry.getKey(), Place.RESERVED))
        .filter(entry -> at.compareTo(entry.getValue()) >= 0)
        .sorted(Map.Entry.<UUID, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey())).toList()
        .forEach(entry -> giveBack(entry.getKey(), false, entry.getValue()));
    coins.stream().filter(coin -> coin.place == Place.FREE && isOver(coin, at))
        .forEach(coin -> coin.place = Place.EXPIRED);
  }
}
