package io.anamnesis.query.purchase;

import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static io.anamnesis.query.Lives.line;
import static io.anamnesis.query.Lives.purchase;
import static io.anamnesis.query.Lives.refund;
import static io.anamnesis.query.Lives.refundOfLines;
import static io.anamnesis.query.Lives.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.purchase.Trajectory.Bucket;

class TrajectoryProjectionTest {
  private static final Instant MARCH = Instant.parse("2026-02-28T16:00:00Z");

  private final TrajectoryProjection trajectory = new TrajectoryProjection(
      new SiteZones(Map.of("london", ZoneId.of("Europe/London")), ZoneId.of("Asia/Shanghai")));

  private Trajectory by(Period period, Recorded... life) {
    return trajectory.answer(fold(trajectory, life), period);
  }

  private String spent(Recorded... life) {
    return by(Period.MONTH, life).total().getFirst().amount();
  }

  private List<String> perLine(Recorded... life) {
    return by(Period.MONTH, life).buckets().stream().map(Bucket::amount).toList();
  }

  @Test
  void a_life_without_facts_has_no_buckets() {
    assertThat(by(Period.MONTH)).isEqualTo(new Trajectory("C-1", List.of(), List.of(), null, null, 0));
  }

  @Test
  void a_purchase_counts_once_per_business_line_and_once_in_the_total() {
    Trajectory answer = by(Period.MONTH, event(1, "2026-03-01T02:15:00Z", purchase("P", "CNY", "shanghai",
        line("postpartum", "760.00"), line("postpartum", "40"), line("paediatrics", "100.5"), line(null, "0"))));
    assertThat(answer.buckets()).containsExactly(new Bucket(MARCH, null, "CNY", 1, "0.00", 0),
        new Bucket(MARCH, "paediatrics", "CNY", 1, "100.50", 0),
        new Bucket(MARCH, "postpartum", "CNY", 1, "800.00", 0));
    assertThat(answer.total()).containsExactly(new Spend("CNY", 1, "900.50"));
  }

  @Test
  void the_period_is_that_of_the_clock_of_the_facts_site() {
    Recorded lastMinuteInLondon =
        event(1, "2026-03-31T22:59:00Z", purchase("P", "GBP", "london", line("vip", "5.00")));
    Recorded sameInstantInShanghai =
        event(2, "2026-03-31T22:59:00Z", purchase("Q", "GBP", "shanghai", line("vip", "7.00")));
    assertThat(by(Period.MONTH, lastMinuteInLondon, sameInstantInShanghai).buckets()).containsExactly(
        new Bucket(Instant.parse("2026-03-01T00:00:00Z"), "vip", "GBP", 1, "5.00", 0),
        new Bucket(Instant.parse("2026-03-31T16:00:00Z"), "vip", "GBP", 1, "7.00", 0));
    // On 29 March London's clocks went forward: its 31st began at 23:00 UTC.
    assertThat(by(Period.DAY, lastMinuteInLondon).buckets().getFirst().from()).isEqualTo("2026-03-30T23:00:00Z");
    assertThat(by(Period.YEAR, lastMinuteInLondon).buckets().getFirst().from()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void visits_have_buckets_of_their_own_without_a_currency_before_those_of_money() {
    Trajectory answer =
        by(Period.MONTH, event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("vip", "5.00"))),
            event(2, "2026-03-04T00:00:00Z", visit("V1", null, "vip", "outpatient")),
            event(3, "2026-03-06T00:00:00Z", visit("V2", null, "vip", "tour")),
            event(4, "2026-03-07T00:00:00Z", visit("V3", null, null, null)));
    assertThat(answer.buckets()).containsExactly(new Bucket(MARCH, null, null, 0, "0.00", 1),
        new Bucket(MARCH, "vip", null, 0, "0.00", 2), new Bucket(MARCH, "vip", "CNY", 1, "5.00", 0));
    assertThat(answer.total()).containsExactly(new Spend("CNY", 1, "5.00"));
    assertThat(answer.first()).isEqualTo("2026-03-04T00:00:00Z");
    assertThat(answer.last()).isEqualTo("2026-03-07T00:00:00Z");
  }

  @Test
  void a_refund_is_booked_on_the_day_of_the_purchase_and_is_no_fact_to_be_counted() {
    Trajectory answer =
        by(Period.MONTH, event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("vip", "5.00"))),
            event(2, "2026-05-05T00:00:00Z", refund("P", "CNY", "2")));
    assertThat(answer.buckets()).containsExactly(new Bucket(MARCH, "vip", "CNY", 1, "3.00", 0));
    assertThat(answer.last()).isEqualTo("2026-03-05T00:00:00Z");
  }

  @Test
  void a_purchase_refunded_to_zero_still_counts() {
    assertThat(by(Period.MONTH, event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("vip", "5.00"))),
        event(2, "2026-03-06T00:00:00Z", refund("P", "CNY", "5"))).buckets())
        .containsExactly(new Bucket(MARCH, "vip", "CNY", 1, "0.00", 0));
  }

  @Test
  void a_refund_by_amount_is_spread_over_what_remains_the_rest_by_largest_remainder() {
    Recorded bought = event(1, "2026-03-05T00:00:00Z",
        purchase("P", "CNY", null, line("a", "10.00"), line("b", "10.00"), line("c", "10.00")));
    assertThat(perLine(bought, event(2, "2026-03-06T00:00:00Z", refund("P", "CNY", "0.02")))).containsExactly("9.99",
        "9.99", "10.00");
    // Line a is refunded whole first; the rest is spread over b and c alone.
    assertThat(perLine(bought, event(2, "2026-03-06T00:00:00Z", refundOfLines("P", 1, "10.00")),
        event(3, "2026-03-07T00:00:00Z", refund("P", "CNY", "5.00")))).containsExactly("0.00", "7.50", "7.50");
  }

  @Test
  void refunds_take_effect_in_the_order_of_business_whatever_the_order_of_recording() {
    Recorded bought =
        event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("a", "10.00"), line("b", "30.00")));
    Recorded later = event(2, "2026-03-08T00:00:00Z", refund("P", "CNY", "10.00"));
    Recorded earlier = event(3, "2026-03-07T00:00:00Z", refundOfLines("P", 1, "10.00"));
    assertThat(perLine(bought, later, earlier)).containsExactly("0.00", "20.00");
  }

  @Test
  void a_refund_of_more_than_remains_has_no_effect() {
    Recorded bought =
        event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("a", "10.00"), line("b", "30.00")));
    assertThat(spent(bought, event(2, "2026-03-06T00:00:00Z", refund("P", "CNY", "40.01")))).isEqualTo("40.00");
    assertThat(spent(bought, event(2, "2026-03-06T00:00:00Z", refund("P", "CNY", "40.00")))).isEqualTo("0.00");
    // One line of it asks for too much: the whole refund has no effect.
    assertThat(perLine(bought, event(2, "2026-03-06T00:00:00Z", refundOfLines("P", 1, "10.01", 2, "1.00"))))
        .containsExactly("10.00", "30.00");
    assertThat(perLine(bought, event(2, "2026-03-06T00:00:00Z", refundOfLines("P", 1, "6.00", 1, "6.00"))))
        .containsExactly("10.00", "30.00");
    assertThat(perLine(bought, event(2, "2026-03-06T00:00:00Z", refundOfLines("P", 3, "1.00"))))
        .containsExactly("10.00", "30.00");
  }

  @Test
  void a_refund_in_another_currency_has_no_effect() {
    assertThat(spent(event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("a", "10.00"))),
        event(2, "2026-03-06T00:00:00Z", refund("P", "USD", "5.00")))).isEqualTo("10.00");
  }

  @Test
  void a_refund_takes_effect_when_its_purchase_comes_later() {
    Recorded early = event(1, "2026-03-06T00:00:00Z", refund("P", "CNY", "4.00"));
    assertThat(by(Period.MONTH, early)).isEqualTo(new Trajectory("C-1", List.of(), List.of(), null, null, 1));
    assertThat(spent(early, event(2, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("a", "10.00")))))
        .isEqualTo("6.00");
    // Even where the purchase's own clock says that it came after the refund.
    assertThat(spent(early, event(2, "2026-03-07T00:00:00Z", purchase("P", "CNY", null, line("a", "10.00")))))
        .isEqualTo("6.00");
  }

  @Test
  void currencies_are_never_added_together() {
    assertThat(by(Period.YEAR, event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("a", "10"))),
        event(2, "2026-03-05T00:00:00Z", purchase("Q", "JPY", null, line("a", "1000")))).total())
        .containsExactly(new Spend("CNY", 1, "10.00"), new Spend("JPY", 1, "1000.00"));
  }

  @Test
  void of_two_purchases_told_under_one_id_refunds_concern_the_earlier() {
    assertThat(perLine(event(1, "2026-03-05T00:00:00Z", purchase("P", "CNY", null, line("later", "10.00"))),
        event(2, "2026-03-04T00:00:00Z", purchase("P", "CNY", null, line("earlier", "10.00"))),
        event(3, "2026-03-06T00:00:00Z", refund("P", "CNY", "4.00")))).containsExactly("6.00", "10.00");
  }
}
