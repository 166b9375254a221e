package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.ledger.LedgerOracle.Coin;
import io.anamnesis.command.loyalty.ledger.LedgerOracle.Place;
import io.anamnesis.command.loyalty.ledger.LedgerOracle;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** Redemptions that a pool pays for, coin by coin over the coins of all. Slow, and shares nothing with the product. */
final class PoolOracle {
  private final SortedMap<String, LedgerOracle> members;
  final Map<UUID, Instant> reservedUntil = new HashMap<>();

  /** A coin and whose it is. */
  private record Theirs(String owner, Coin coin) {}

  /** @param members by number: all that there are, in the pool or not */
  PoolOracle(SortedMap<String, LedgerOracle> members) {
    this.members = members;
  }

  boolean reserve(UUID redemption, String redeemer, Set<String> pool, int points, Instant at) {
    if (members.get(redeemer).arrears > 0) {
      return false;
    }
    List<Theirs> spendable = members.entrySet().stream().filter(one -> pool.contains(one.getKey()))
        .filter(one -> one.getValue().arrears == 0)
        .flatMap(one -> one.getValue().coins.stream().map(coin -> new Theirs(one.getKey(), coin)))
        .filter(one -> one.coin.place == Place.FREE && LedgerOracle.isActive(one.coin, at))
        .sorted(Comparator.comparing((Theirs one) -> one.coin.expires).thenComparing(one -> one.coin.earned)
            .thenComparing(one -> one.owner).thenComparing(one -> one.coin.lot))
        .toList();
    if (spendable.size() < points) {
      return false;
    }
    spendable.stream().limit(points).forEach(one -> {
      one.coin.place = Place.RESERVED;
      one.coin.redemption = redemption;
    });
    reservedUntil.put(redemption, at.plus(Duration.ofMinutes(15)));
    return true;
  }

  boolean isAt(UUID redemption, Place place) {
    return members.values().stream().anyMatch(member -> member.isAt(redemption, place));
  }

  boolean isOverdue(UUID redemption, Instant at) {
    return isAt(redemption, Place.RESERVED) && at.compareTo(reservedUntil.get(redemption)) >= 0;
  }

  boolean confirm(UUID redemption, Instant at) {
    if (!isAt(redemption, Place.RESERVED) || isOverdue(redemption, at)) {
      return false;
    }
    members.values().stream().flatMap(member -> member.coins.stream())
        .filter(coin -> redemption.equals(coin.redemption)).forEach(coin -> coin.place = Place.SPENT);
    return true;
  }

  boolean cancel(UUID redemption, boolean byHospital, boolean byStaff, Instant at) {
    boolean confirmed = isAt(redemption, Place.SPENT);
    if (isOverdue(redemption, at) || (confirmed ? !byStaff : !isAt(redemption, Place.RESERVED))) {
      return false;
    }
    giveBack(redemption, byHospital, at);
    return true;
  }

  void timeOut(UUID redemption) {
    giveBack(redemption, false, reservedUntil.get(redemption));
  }

  private void giveBack(UUID redemption, boolean byHospital, Instant at) {
    members.values().stream().filter(member -> member.coins.stream().anyMatch(c -> redemption.equals(c.redemption)))
        .toList().forEach(member -> member.giveBack(redemption, byHospital, at));
  }
}
