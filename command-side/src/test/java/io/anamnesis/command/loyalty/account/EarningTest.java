package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.PlanId;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.care.CareEvent.PlanJoined;
import io.anamnesis.events.care.CareEvent.PlanStepDone;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.Payment;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarningTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private final Earning earning = new Earning(ProgrammeVersions.standard());
  private final Account account = new Account();
  private long position;

  @Test
  void a_visit_completed_earns_20_points_active_at_once() {
    PointsEarned earned = (PointsEarned) happens(DAY, visit()).getFirst();

    assertThat(earned.points()).isEqualTo(20);
    assertThat(earned.lot().activeAt()).isEqualTo(DAY);
    assertThat(earned.programme()).isEqualTo("default-1");
    assertThat(earned.rule()).isEqualTo("visit");
  }

  @Test
  void points_of_a_purchase_are_cut_to_whole_ones_line_by_line() {
    PointsEarned earned = (PointsEarned) happens(DAY, purchase(null, "99.90", "0.99", "1.01")).getFirst();

    assertThat(earned.parts()).extracting(Part::line).containsExactly(1, 2, 3);
    assertThat(earned.parts()).extracting(Part::points).containsExactly(99L, 0L, 1L);
    assertThat(earned.points()).isEqualTo(100);
    assertThat(earned.lot().activeAt()).isEqualTo(DAY.plus(7, ChronoUnit.DAYS));
  }

  @Test
  void a_purchase_earns_by_the_multiplier_of_the_level_held_just_before_it() {
    happens(DAY, purchase(null, "20000"));
    List<LoyaltyEvent> decided = happens(DAY.plusSeconds(1), purchase(null, "99.90"));

    assertThat(((PointsEarned) decided.getFirst()).points()).isEqualTo(149);
    assertThat(((PointsEarned) decided.getFirst()).level()).isEqualTo(4);
  }

  @Test
  void a_purchase_that_reaches_a_level_does_not_yet_earn_by_it() {
    List<LoyaltyEvent> decided = happens(DAY, purchase(null, "50000"));

    assertThat(((PointsEarned) decided.getFirst()).points()).isEqualTo(50_000);
    assertThat(decided.get(1)).isInstanceOfSatisfying(TierReached.class, reached -> {
      assertThat(reached.from()).isEqualTo(1);
      assertThat(reached.level()).isEqualTo(5);
      assertThat(reached.reachedAt()).isEqualTo(DAY);
    });
  }

  @Test
  void only_what_the_customers_own_payment_covers_earns() {
    List<Payment> payments = List.of(payment("insurer", "60"), payment("self", "30"), payment(null, "10"));
    PointsEarned earned = (PointsEarned) happens(DAY, purchase(payments, "75", "25")).getFirst();

    assertThat(earned.parts()).extracting(Part::base).usingElementComparator(BigDecimal::compareTo)
        .containsExactly(new BigDecimal("30"), new BigDecimal("10"));
    assertThat(earned.points()).isEqualTo(40);
  }

  @Test
  void payments_above_the_lines_total_do_not_earn_more() {
    PointsEarned earned = (PointsEarned) happens(DAY, purchase(List.of(payment("self", "500")), "75")).getFirst();
    assertThat(earned.points()).isEqualTo(75);
  }

  @Test
  void a_payment_without_an_amount_covers_what_the_others_leave() {
    assertThat(points(happens(DAY, purchase(List.of(payment("insurer", "30"), payment("self", null)), "75"))))
        .isEqualTo(45);
    assertThat(points(happens(DAY, purchase(List.of(payment("insurer", null), payment("self", null)), "75")))).isZero();
    assertThat(points(happens(DAY, purchase(List.of(payment("self", null)), "75")))).isEqualTo(75);
    assertThat(points(happens(DAY, purchase(List.of(payment("corporate", null)), "75")))).isZero();
  }

  @Test
  void a_purchase_of_less_than_a_point_is_recorded_as_earning_nothing() {
    assertThat(happens(DAY, purchase(null, "0.99", "0"))).singleElement().isInstanceOf(PointsNotEarned.class);
  }

  @Test
  void each_seventh_day_in_a_row_brings_ten_more_once_that_day() {
    for (int day = 0; day < 14; day++) {
      Instant at = DAY.plus(day, ChronoUnit.DAYS);
      long points = points(happens(at, new SigninMade(null)));
      assertThat(points).as("day %s", day + 1).isEqualTo(day % 7 == 6 ? 15 : 5);
      assertThat(points(happens(at.plusSeconds(60), new SigninMade(null)))).isZero();
    }
  }

  @Test
  void a_missed_day_breaks_the_row_and_days_are_those_of_the_programmes_zone() {
    for (int day : new int[]{0, 1, 2, 3, 5, 6}) {
      happens(DAY.plus(day, ChronoUnit.DAYS), new SigninMade(null));
    }
    assertThat(points(happens(DAY.plus(7, ChronoUnit.DAYS), new SigninMade(null)))).isEqualTo(5);
    // 15:59Z and 16:00Z are two local days in Shanghai.
    Account other = new Account();
    for (int day = 0; day < 6; day++) {
      record(other, Instant.parse("2026-05-01T15:59:59Z").plus(day, ChronoUnit.DAYS));
    }
    assertThat(points(record(other, Instant.parse("2026-05-06T16:00:00Z")))).isEqualTo(15);
  }

  @Test
  void only_a_rehabilitation_plan_earns_when_joined() {
    assertThat(points(happens(DAY, plan("rehabilitation")))).isEqualTo(50);
    assertThat(happens(DAY, plan("chronic"))).singleElement().isInstanceOf(PointsNotEarned.class);
    assertThat(happens(DAY, plan(null))).singleElement().isInstanceOf(PointsNotEarned.class);
  }

  @Test
  void a_step_need_not_repeat_what_kind_of_plan_was_joined() {
    happens(DAY, plan("rehabilitation"));
    assertThat(points(happens(DAY.plusSeconds(1), step("L-1")))).isEqualTo(5);
    assertThat(points(happens(DAY.plusSeconds(2), step("L-2")))).isZero();
  }

  @Test
  void the_same_cause_decides_the_same_when_it_is_asked_twice() {
    Recorded cause = recorded(DAY, purchase(null, "12.50"));
    assertThat(earning.decide(account, cause)).isEqualTo(earning.decide(account, cause));
  }

  private List<LoyaltyEvent> happens(Instant at, CustomerEvent event) {
    return decideAndEvolve(account, recorded(at, event));
  }

  private List<LoyaltyEvent> record(Account account, Instant at) {
    return decideAndEvolve(account, recorded(at, new SigninMade(null)));
  }

  private List<LoyaltyEvent> decideAndEvolve(Account account, Recorded cause) {
    List<LoyaltyEvent> decided = earning.decide(account, cause);
    decided.forEach(account::evolve);
    return decided;
  }

  private static long points(List<LoyaltyEvent> decided) {
    return decided.stream().mapToLong(event -> event instanceof PointsEarned earned ? earned.points() : 0).sum();
  }

  Recorded recorded(Instant at, CustomerEvent event) {
    String type = event.getClass().getAnnotation(io.anamnesis.events.Fact.class).value();
    return new Recorded(++position, new UUID(0, position), null, null, "C-1", type, 1, at, at, Metadata.NONE, event);
  }

  static PurchaseMade purchase(@Nullable List<Payment> payments, String... amounts) {
    List<Line> lines =
        Arrays.stream(amounts).map(amount -> new Line(null, null, null, Amount.of(amount), null)).toList();
    return new PurchaseMade(new PurchaseId("P-1"), Currency.getInstance("CNY"), lines, payments, null, null, null, null,
        null);
  }

  private static VisitCompleted visit() {
    return new VisitCompleted(new VisitId("V-1"), null, null, null, null, null, null);
  }

  private static PlanJoined plan(@Nullable String kind) {
    return new PlanJoined(new PlanId("L-1"), kind == null ? null : new Code(kind), null, null, null);
  }

  private static PlanStepDone step(String plan) {
    return new PlanStepDone(new PlanId(plan), null, null, null, null);
  }

  private static Payment payment(@Nullable String payer, @Nullable String amount) {
    return new Payment(payer == null ? null : new Code(payer), null, null, amount == null ? null : Amount.of(amount));
  }
}
