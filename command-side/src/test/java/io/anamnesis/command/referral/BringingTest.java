package io.anamnesis.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.referral.Bringing.Brought;
import io.anamnesis.events.Amount;
import io.anamnesis.events.AppointmentId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StayId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of who brought whom, one by one, by the standard programme: 30 days, 200, pending for 7 days. */
class BringingTest {
  private static final Currency CNY = Currency.getInstance("CNY");
  private static final Instant FOR_EVER = Instant.parse("2099-01-01T00:00:00Z");

  private final List<Claim> claims = new ArrayList<>();
  private final List<Recorded> life = new ArrayList<>();
  private long position;

  @Test
  void the_earliest_claim_wins_whichever_is_told_first() {
    claim("B", "2026-03-02T00:00:00Z");
    claim("A", "2026-03-01T00:00:00Z");
    visit("2026-03-05T00:00:00Z", "outpatient");

    assertThat(reasons()).containsExactly("A good", "B EARLIER_CLAIM");
    assertThat(bearerOfVisit()).isEqualTo("A");
  }

  @Test
  void of_two_at_the_same_instant_the_one_recorded_first_does() {
    claim("B", "2026-03-01T00:00:00Z");
    claim("A", "2026-03-01T00:00:00Z");
    assertThat(reasons()).containsExactly("B good", "A EARLIER_CLAIM");
  }

  @Test
  void a_claim_is_good_through_the_thirtieth_local_day_after_it() {
    claim("A", "2026-03-01T02:00:00Z");
    assertThat(decide().claims().getFirst().goodUntil()).isEqualTo("2026-03-31T16:00:00Z");
    visit("2026-03-31T15:59:59Z", "outpatient");
    assertThat(bearerOfVisit()).isEqualTo("A");
    life.clear();
    visit("2026-03-31T16:00:00Z", "outpatient");
    assertThat(bearerOfVisit()).isNull();
    assertThat(reasons()).containsExactly("A LAPSED");
  }

  @Test
  void when_the_earliest_has_lapsed_the_next_one_that_is_still_good_wins() {
    claim("A", "2026-03-01T02:00:00Z");
    claim("B", "2026-03-20T02:00:00Z");
    assertThat(reasons()).containsExactly("A good", "B EARLIER_CLAIM");
    visit("2026-04-10T02:00:00Z", "outpatient");
    assertThat(reasons()).containsExactly("A LAPSED", "B good");
  }

  @Test
  void a_claim_after_the_lapse_of_another_takes_its_place_before_any_visit() {
    claim("A", "2026-03-01T02:00:00Z");
    claim("B", "2026-03-31T16:00:00Z");
    assertThat(reasons()).containsExactly("A LAPSED", "B good");
  }

  @Test
  void whoever_visited_stayed_or_bought_before_the_claim_is_not_new() {
    claim("A", "2026-03-01T00:00:00Z");
    for (CustomerEvent known : List.of(visited("outpatient"), new AdmissionAdmitted(new StayId("S"), null, null, null),
        new AdmissionDischarged(new StayId("S"), null, null, null), bought("P", "1"))) {
      life.clear();
      tell("2026-02-28T00:00:00Z", known);
      visit("2026-03-05T00:00:00Z", "outpatient");
      assertThat(reasons()).as(known.toString()).containsExactly("A NOT_NEW");
      assertThat(decide().visit()).isNull();
    }
  }

  @Test
  void a_tour_or_a_booking_before_leaves_one_new_and_a_tour_is_no_first_visit() {
    claim("A", "2026-03-01T00:00:00Z");
    visit("2026-02-01T00:00:00Z", "tour");
    tell("2026-02-02T00:00:00Z", new AppointmentBooked(new AppointmentId("B"), null, null, null, null, null));
    visit("2026-03-03T00:00:00Z", "tour");
    assertThat(reasons()).containsExactly("A good");
    assertThat(decide().visit()).isNull();
    tell("2026-03-04T00:00:00Z", new AdmissionDischarged(new StayId("S"), null, null, null));
    assertThat(bearerOfVisit()).isEqualTo("A");
  }

  @Test
  void the_first_booking_under_a_claim_counts_once() {
    claim("A", "2026-03-01T00:00:00Z");
    book("2026-02-20T00:00:00Z");
    book("2026-03-02T00:00:00Z");
    book("2026-03-03T00:00:00Z");
    assertThat(decide().booking()).extracting("at").isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
  }

  @Test
  void a_purchase_is_rewarded_at_the_end_of_its_pending_period_and_not_before() {
    claim("A", "2026-03-01T00:00:00Z");
    visit("2026-03-05T00:00:00Z", "outpatient");
    tell("2026-03-05T03:00:00Z", bought("P", "200"));
    Brought waiting = decide(null);
    assertThat(waiting.paid()).isNull();
    assertThat(waiting.dueAt()).isEqualTo("2026-03-12T03:00:00Z");
    assertThat(decide(Instant.parse("2026-03-12T02:59:59Z")).paid()).isNull();
    Brought due = decide(Instant.parse("2026-03-12T03:00:00Z"));
    assertThat(due.paid()).extracting("at").isEqualTo(Instant.parse("2026-03-12T03:00:00Z"));
    assertThat(due.dueAt()).isNull();
  }

  @Test
  void the_first_purchase_that_is_still_worth_enough_counts() {
    claim("A", "2026-03-01T00:00:00Z");
    visit("2026-03-05T00:00:00Z", "outpatient");
    tell("2026-03-05T00:00:00Z", bought("P-1", "199.99"));
    tell("2026-03-06T00:00:00Z", bought("P-2", "300"));
    tell("2026-03-08T00:00:00Z", refunded("P-2", "100.01"));
    tell("2026-03-09T00:00:00Z", bought("P-3", "200"));
    assertThat(decide().paid()).extracting("at").isEqualTo(Instant.parse("2026-03-16T00:00:00Z"));
  }

  @Test
  void a_refund_at_the_end_of_the_period_or_later_undoes_it_and_no_other_purchase_takes_its_place() {
    claim("A", "2026-03-01T00:00:00Z");
    visit("2026-03-05T00:00:00Z", "outpatient");
    tell("2026-03-05T00:00:00Z", bought("P-1", "250"));
    tell("2026-03-06T00:00:00Z", bought("P-2", "900"));
    tell("2026-03-12T00:00:00Z", refunded("P-1", "50"));
    assertThat(decide().paid()).extracting("undoneAt").isNull();
    tell("2026-04-20T00:00:00Z", refunded("P-1", "0.01"));
    assertThat(decide().paid()).extracting("at", "undoneAt").containsExactly(Instant.parse("2026-03-12T00:00:00Z"),
        Instant.parse("2026-04-20T00:00:00Z"));
  }

  @Test
  void the_end_of_the_period_is_no_part_of_it_so_that_a_refund_then_undoes_what_was_reached() {
    claim("A", "2026-03-01T00:00:00Z");
    visit("2026-03-05T00:00:00Z", "outpatient");
    tell("2026-03-05T00:00:00Z", bought("P-1", "250"));
    tell("2026-03-12T00:00:00Z", refunded("P-1", "50.01"));
    assertThat(decide().paid()).extracting("undoneAt").isEqualTo(Instant.parse("2026-03-12T00:00:00Z"));
  }

  @Test
  void what_was_bought_before_the_first_visit_is_rewarded_no_sooner_than_that() {
    claim("A", "2026-03-01T00:00:00Z");
    tell("2026-03-02T00:00:00Z", bought("P", "500"));
    assertThat(decide().paid()).isNull();
    visit("2026-03-20T00:00:00Z", "outpatient");
    assertThat(decide().paid()).extracting("at").isEqualTo(Instant.parse("2026-03-20T00:00:00Z"));
  }

  @Test
  void who_is_tied_to_the_person_cannot_refer_and_stands_in_nobodys_way() {
    claim("TIED", "2026-03-01T00:00:00Z");
    claim("B", "2026-03-02T00:00:00Z");
    visit("2026-03-05T00:00:00Z", "outpatient");
    assertThat(reasons()).containsExactly("TIED HOUSEHOLD", "B good");
    assertThat(bearerOfVisit()).isEqualTo("B");
  }

  @Test
  void of_a_referrers_claims_the_earliest_tells_what_becomes_of_the_later_ones() {
    claim("A", "2026-03-01T00:00:00Z");
    claim("A", "2026-03-02T00:00:00Z");
    claim("B", "2026-03-03T00:00:00Z");
    claim("A", "2026-03-04T00:00:00Z");
    assertThat(reasons()).containsExactly("A good", "A EARLIER_CLAIM", "B EARLIER_CLAIM");
    visit("2026-04-01T00:00:00Z", "outpatient");
    claim("A", "2026-04-02T00:00:00Z");
    assertThat(reasons()).containsExactly("A LAPSED", "A good", "B EARLIER_CLAIM", "A EARLIER_CLAIM", "A NOT_NEW");
  }

  @Test
  void the_claim_that_a_booking_was_made_under_is_told_whatever_becomes_of_it() {
    claim("A", "2026-03-01T00:00:00Z");
    claim("A", "2026-03-02T00:00:00Z");
    book("2026-04-01T00:00:00Z");
    visit("2026-05-20T00:00:00Z", "outpatient");
    Brought brought = decide();
    assertThat(reasons()).containsExactly("A LAPSED", "A LAPSED");
    assertThat(brought.claims()).extracting(Claimed::claim).contains(brought.booking().claim());
  }

  private List<String> reasons() {
    return decide().claims().stream()
        .map(claim -> claim.referrer().value() + " " + (claim.reason() == null ? "good" : claim.reason())).toList();
  }

  private @Nullable String bearerOfVisit() {
    Brought brought = decide();
    return brought.visit() == null
        ? null
        : brought.claims().stream().filter(claim -> claim.claim().equals(brought.visit().claim())).findFirst()
            .map(Claimed::referrer).orElseThrow().value();
  }

  private Brought decide() {
    return decide(FOR_EVER);
  }

  private Brought decide(@Nullable Instant judgedTo) {
    return Bringing.decide(claims, Newcomer.of(life),
        (claim, end) -> claim.referrer().value().equals("TIED") ? Reason.HOUSEHOLD : null,
        claim -> Programme.standard(), judgedTo);
  }

  private void claim(String referrer, String at) {
    claims.add(new Claim(new Moment(new UUID(1, ++position), Instant.parse(at), position), new CustomerId(referrer),
        position, true));
  }

  private void visit(String at, String kind) {
    tell(at, visited(kind));
  }

  private void book(String at) {
    tell(at, new AppointmentBooked(new AppointmentId("B"), null, null, null, null, null));
  }

  private void tell(String at, CustomerEvent event) {
    Instant occurred = Instant.parse(at);
    life.add(new Recorded(++position, new UUID(2, position), null, null, "R", "t", 1, occurred, occurred,
        Metadata.NONE, event));
  }

  private static VisitCompleted visited(String kind) {
    return new VisitCompleted(new VisitId("V"), null, null, null, null, null, new Code(kind));
  }

  private static PurchaseMade bought(String id, String amount) {
    return new PurchaseMade(new PurchaseId(id), CNY,
        List.of(new Line(null, null, BigDecimal.ONE, Amount.of(amount), null)), null, null, null, null, null, null);
  }

  private static PurchaseRefunded refunded(String id, String amount) {
    return new PurchaseRefunded(new PurchaseId(id), CNY, Amount.of(amount), null, null);
  }
}
