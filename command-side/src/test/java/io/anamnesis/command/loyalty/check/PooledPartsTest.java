package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An auditor's look at both sides of what a pool pays for. */
class PooledPartsTest {
  private static final Instant AT = Instant.parse("2026-03-01T02:00:00Z");
  private static final UUID REDEMPTION = new UUID(1, 1);
  private static final RewardId REWARD = new RewardId("SPA");
  private static final CustomerId ANNA = new CustomerId("A-1");
  private static final CustomerId BERT = new CustomerId("B-1");
  private static final CustomerId CARA = new CustomerId("C-1");
  private static final Pooled POOL =
      new Pooled(new UUID(8, 8), CARA, List.of(new Share(ANNA, 20), new Share(BERT, 10)));

  private final Map<CustomerId, PooledParts> accounts = new HashMap<>();
  private long position;

  @Test
  void parts_that_agree_are_no_difference_also_where_the_redeemer_gives_nothing() {
    reserve(CARA, 0, POOL);
    reserve(ANNA, 20, POOL.ofAnother());
    reserve(BERT, 10, POOL.ofAnother());
    List.of(ANNA, BERT, CARA).forEach(this::confirm);
    List.of(ANNA, BERT, CARA).forEach(this::cancel);
    assertThat(List.of(ANNA, BERT, CARA)).allSatisfy(customer -> assertThat(found(customer)).isEmpty());
  }

  @Test
  void a_share_that_is_not_what_the_redeemers_event_says_is_found_on_both_sides() {
    reserve(CARA, 0, POOL);
    reserve(ANNA, 21, POOL.ofAnother());
    reserve(BERT, 10, POOL.ofAnother());
    assertThat(found(ANNA)).singleElement().satisfies(difference -> {
      assertThat(difference.kind()).isEqualTo(Kind.REDEMPTION);
      assertThat(difference.expected()).isEqualTo("20: reserved");
      assertThat(difference.found()).isEqualTo("21: reserved");
    });
    assertThat(found(CARA)).hasSize(1);
    assertThat(found(BERT)).isEmpty();
  }

  @Test
  void a_share_that_nobody_gives_and_a_part_that_nobody_asked_for_are_found() {
    reserve(CARA, 0, POOL);
    reserve(ANNA, 20, POOL.ofAnother());
    assertThat(found(CARA)).singleElement().extracting(Difference::found).isEqualTo("none");
    CustomerId dora = new CustomerId("D-1");
    reserve(dora, 5, POOL.ofAnother());
    assertThat(found(dora)).singleElement().extracting(Difference::expected).isEqualTo("0: reserved");
    accounts.remove(CARA);
    assertThat(found(ANNA)).singleElement().extracting(Difference::expected).isEqualTo("none");
  }

  @Test
  void parts_of_another_fate_are_found() {
    reserve(CARA, 0, POOL);
    reserve(ANNA, 20, POOL.ofAnother());
    reserve(BERT, 10, POOL.ofAnother());
    List.of(ANNA, CARA).forEach(this::confirm);
    assertThat(found(BERT)).singleElement().extracting(Difference::expected, Difference::found)
        .containsExactly("10: reserved, confirmed", "10: reserved");
    assertThat(found(ANNA)).isEmpty();
    cancel(BERT);
    assertThat(found(CARA)).hasSize(1);
  }

  @Test
  void the_redeemers_own_part_is_what_the_own_event_says() {
    Pooled own = new Pooled(POOL.poolId(), CARA, List.of(new Share(CARA, 7)));
    reserve(CARA, 6, own);
    assertThat(found(CARA)).hasSize(1);
  }

  private void reserve(CustomerId of, long points, Pooled pool) {
    take(of, new PointsReserved(REDEMPTION, REWARD, 1, points, List.of(), AT, AT.plusSeconds(900), pool, null, null));
  }

  private void confirm(CustomerId of) {
    take(of, new RedemptionConfirmed(REDEMPTION, REWARD, 1, 0, List.of(), List.of(), POOL.ofAnother(), null));
  }

  private void cancel(CustomerId of) {
    take(of, new RedemptionCancelled(REDEMPTION, REWARD, 1, 0, true, Canceller.HOSPITAL, List.of(), List.of(),
        POOL.ofAnother()));
  }

  private void take(CustomerId of, LedgerEvent event) {
    account(of).take(new Recorded(++position, new UUID(7, position), PointsAccount.stream(of), 0L, of.value(),
        "loyalty.any", 2, AT, AT, Metadata.NONE, event), event);
  }

  private PooledParts account(CustomerId of) {
    return accounts.computeIfAbsent(of, first -> new PooledParts());
  }

  private List<Difference> found(CustomerId of) {
    Findings findings = new Findings(of.value());
    account(of).judge(of, this::account, findings);
    return findings.all();
  }
}
