package io.anamnesis.query.purchase;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.events.Money;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.visit.Visits;

/**
 * {@code GET /customers/{c}/trajectory}: where, when and how much.
 *
 * @param buckets by first instant, then business line (none first), then currency (none first); none empty
 * @param total net, a purchase once
 * @param first instant of the first purchase or completed visit
 * @param last instant of the last one
 */
public record Trajectory(String customer, List<Bucket> buckets, List<Spend> total, @Nullable Instant first,
    @Nullable Instant last, long position) {

  /**
   * Purchases of a local period, business line and currency, or visits of a local period and business line.
   *
   * @param from first instant of the period on the clock of the fact's site
   * @param currency null in a bucket of visits
   * @param purchases with a line of the business line
   * @param amount of these lines, net of refunds, booked on the purchase's day; decimal text
   * @param visits completed visits, of whatever kind
   */
  public record Bucket(Instant from, @Nullable String businessLine, @Nullable String currency, int purchases,
      String amount, int visits) {}

  private record Key(Instant from, @Nullable String businessLine, @Nullable String currency)
      implements
        Comparable<Key> {
    private static final Comparator<@Nullable String> NONE_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());

    @Override
    public int compareTo(Key other) {
      int byFrom = from.compareTo(other.from);
      int byLine = byFrom != 0 ? byFrom : NONE_FIRST.compare(businessLine, other.businessLine);
      return byLine != 0 ? byLine : NONE_FIRST.compare(currency, other.currency);
    }
  }

  private static final class Sums {
    private int purchases;
    private BigDecimal amount = BigDecimal.ZERO;
    private int visits;
  }

  static Trajectory of(String customer, Purchases purchases, Visits visits, Period by, SiteZones zones,
      long position) {
    Map<Key, Sums> sums = new TreeMap<>();
    List<Purchases.Net> net = purchases.net();
    net.forEach(one -> add(sums, one, by, zones));
    for (Visits.Completed visit : visits.completed()) {
      Instant from = by.from(visit.at(), zones.of(visit.site()));
      sums.computeIfAbsent(new Key(from, word(visit.businessLine()), null), none -> new Sums()).visits++;
    }
    List<Instant> counted = Stream.concat(purchases.made().stream().map(Purchases.Purchase::at),
        visits.completed().stream().map(Visits.Completed::at)).sorted().toList();
    return new Trajectory(customer, sums.entrySet().stream().map(Trajectory::bucket).toList(), Spend.of(net),
        counted.isEmpty() ? null : counted.getFirst(), counted.isEmpty() ? null : counted.getLast(), position);
  }

  private static void add(Map<Key, Sums> sums, Purchases.Net net, Period by, SiteZones zones) {
    Purchases.Purchase purchase = net.purchase();
    Instant from = by.from(purchase.at(), zones.of(purchase.site()));
    Set<Key> seen = new HashSet<>();
    for (int i = 0; i < purchase.lines().size(); i++) {
      Key key =
          new Key(from, word(purchase.lines().get(i).businessLine()), purchase.currency().getCurrencyCode());
      Sums bucket = sums.computeIfAbsent(key, none -> new Sums());
      bucket.amount = bucket.amount.add(net.remaining().get(i));
      if (seen.add(key)) {
        bucket.purchases++;
      }
    }
  }

  private static Bucket bucket(Map.Entry<Key, Sums> entry) {
    Key key = entry.getKey();
    Sums sums = entry.getValue();
    return new Bucket(key.from, key.businessLine, key.currency, sums.purchases, Money.text(sums.amount), sums.visits);
  }

  private static @Nullable String word(@Nullable Code code) {
    return code == null ? null : code.value();
  }
}
