package io.anamnesis.command.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Pooled.Share;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What random lives seldom or never come to. */
class PooledRedeemingTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private static final Instant EXPIRY = Instant.parse("2027-03-31T16:00:00Z");
  private static final CustomerId ANNA = new CustomerId("A-1");
  private static final CustomerId BERT = new CustomerId("B-1");
  private static final CustomerId CARA = new CustomerId("C-1");

  private final SortedMap<CustomerId, Ledger> pool = new TreeMap<>();
  private long lots = 100;

  @Test
  void earliest_expiry_goes_first_then_earliest_earned_then_the_owners_number() {
    earn(CARA, 10, DAY.minusSeconds(9), EXPIRY.minusSeconds(1));
    earn(CARA, 10, DAY.minusSeconds(9), EXPIRY);
    earn(BERT, 10, DAY.minusSeconds(8), EXPIRY);
    // Of a lot whose id comes before that of Bert's.
    earn(ANNA, 10, DAY.minusSeconds(8), EXPIRY);
    assertThat(shares(CARA, 10)).containsExactly(new Share(CARA, 10));
    assertThat(shares(CARA, 15)).containsExactly(new Share(CARA, 15));
    assertThat(shares(CARA, 25)).containsExactly(new Share(ANNA, 5), new Share(CARA, 20));
    assertThat(shares(CARA, 31)).containsExactly(new Share(ANNA, 10), new Share(BERT, 1), new Share(CARA, 20));
  }

  @Test
  void of_owners_whose_lots_are_alike_the_lower_number_goes_first_whatever_the_lots_are_called() {
    earn(BERT, 10, DAY.minusSeconds(8), EXPIRY);
    earn(ANNA, 10, DAY.minusSeconds(8), EXPIRY);
    assertThat(shares(BERT, 5)).containsExactly(new Share(ANNA, 5));
    pool.clear();
    earn(ANNA, 10, DAY.minusSeconds(8), EXPIRY);
    earn(BERT, 10, DAY.minusSeconds(8), EXPIRY);
    assertThat(shares(BERT, 5)).containsExactly(new Share(ANNA, 5));
  }

  @Test
  void who_owes_points_gives_none_though_there_are_some_and_asks_for_none() {
    earn(ANNA, 10, DAY.minusSeconds(9), EXPIRY);
    earn(BERT, 10, DAY.minusSeconds(8), EXPIRY);
    owe(ANNA);
    assertThat(shares(BERT, 10)).containsExactly(new Share(BERT, 10));
    refused(Reason.NOT_ENOUGH_POINTS, BERT, 11);
    refused(Reason.IN_ARREARS, ANNA, 1);
  }

  @Test
  void what_is_pending_or_expired_is_nobodys_to_spend() {
    add(ANNA, 10, DAY.minusSeconds(9), DAY.plusSeconds(1), EXPIRY);
    add(BERT, 10, DAY.minusSeconds(9), DAY.minusSeconds(9), DAY);
    earn(CARA, 10, DAY.minusSeconds(9), DAY.plusSeconds(1));
    assertThat(shares(ANNA, 10)).containsExactly(new Share(CARA, 10));
    refused(Reason.NOT_ENOUGH_POINTS, ANNA, 11);
  }

  private void refused(Reason reason, CustomerId redeemer, long points) {
    assertThatThrownBy(() -> shares(redeemer, points)).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private List<Share> shares(CustomerId redeemer, long points) {
    PooledCommand.Reserve asked =
        new PooledCommand.Reserve(redeemer, new UUID(5, 5), new RewardId("SPA"), 1, null, DAY);
    List<LoyaltyEvent> own = PooledRedeeming
        .reserve(pool, new UUID(8, 8), asked, Bill.ofPoints(points), RedemptionTerms.STANDARD).get(redeemer);
    return ((PointsReserved) own.getFirst()).pool().shares();
  }

  private void earn(CustomerId member, long points, Instant earned, Instant expires) {
    add(member, points, earned, earned, expires);
  }

  /** Lots get lower and lower ids. */
  private void add(CustomerId member, long points, Instant earned, Instant active, Instant expires) {
    UUID id = new UUID(1, --lots);
    account(member).evolve(new PointsEarned(id, "purchase.made", id, 1, "default-1", "purchase", points,
        BigDecimal.ONE, 1, new Lot(id, points, earned, active, expires), List.of(), List.of(), null));
  }

  private void owe(CustomerId member) {
    UUID cause = new UUID(2, 2);
    account(member).evolve(new PointsClawedBack(cause, "purchase.made", cause, Why.REFUND, "default-1", "purchase",
        DAY, 5, 0, 5, List.of(), List.of()));
  }

  private Ledger account(CustomerId member) {
    return pool.computeIfAbsent(member, first -> new Ledger());
  }
}
