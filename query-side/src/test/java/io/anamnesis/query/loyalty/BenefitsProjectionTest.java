package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.level;
import static io.anamnesis.query.Lives.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.Benefit;
import io.anamnesis.events.loyalty.Programme.Tier;
import io.anamnesis.projections.GivenLife;
import io.anamnesis.query.loyalty.BenefitsAnswer.Item;
import io.anamnesis.query.loyalty.BenefitsAnswer.State;

class BenefitsProjectionTest {
  private static final String FROM = "2026-01-10T02:00:00Z";
  private static final String UNTIL = "2027-01-10T02:00:00Z";

  private BenefitsProjection benefits = new BenefitsProjection(LevelTerms.of(Programme.standard()));
  private final List<Recorded> life = new ArrayList<>();

  private void given(String at, io.anamnesis.events.CustomerEvent event) {
    life.add(event(life.size() + 1L, at, event));
  }

  private List<Item> at(String instant) {
    return GivenLife.of(benefits, life.toArray(Recorded[]::new)).answer(instant).benefits();
  }

  private Item checkUp(String instant) {
    return at(instant).stream().filter(item -> item.kind().equals("check-up")).findFirst().orElseThrow();
  }

  private void reached() {
    given(FROM, level(3, FROM));
    granted("free-item", 3, FROM, UNTIL);
    granted("check-up", 3, FROM, UNTIL);
  }

  private void granted(String kind, int level, String from, String until) {
    given(from, new BenefitGranted(kind, level, "default-1", 1, Instant.parse(from), Instant.parse(until),
        Instant.parse(from), null));
  }

  private void used(String name, String at) {
    given(at, new BenefitUsed(uuid(name), "check-up", 3, "default-1", new BigDecimal(50), 1, Instant.parse(FROM),
        Instant.parse(UNTIL), Instant.parse(at), "HIS-1", new VisitId("V-1")));
  }

  @Test
  void what_is_left_is_granted_less_used_of_its_year_and_what_was_cancelled_is_given_back() {
    reached();
    used("U-1", "2026-02-01T02:00:00Z");
    given("2026-03-01T02:00:00Z", new BenefitUseCancelled(uuid("U-1"), "check-up", 1,
        Instant.parse("2026-02-01T02:00:00Z"), Instant.parse("2026-03-01T02:00:00Z"), new Sealed("c.1"),
        new StaffId("S-1")));
    assertThat(at("2026-01-10T01:59:59Z")).isEmpty();
    Item before = checkUp("2026-02-01T01:59:59Z");
    assertThat(List.of(before.granted(), before.used(), before.left())).containsExactly(1, 0, 1);
    assertThat(before.text().byLanguage()).containsEntry("en", "Personalised check-up at half price once a year");
    Item after = checkUp("2026-02-01T02:00:00Z");
    assertThat(List.of(after.granted(), after.used(), after.left())).containsExactly(1, 1, 0);
    assertThat(after.state()).isEqualTo(State.USED_UP);
    assertThat(after.uses()).singleElement().satisfies(use -> {
      assertThat(use.visitId()).isEqualTo("V-1");
      assertThat(use.cancelledAt()).isNull();
    });
    Item back = checkUp("2026-03-01T02:00:00Z");
    assertThat(List.of(back.granted(), back.used(), back.left())).containsExactly(1, 0, 1);
    assertThat(back.uses()).singleElement()
        .satisfies(use -> assertThat(use.cancelledAt()).isEqualTo("2026-03-01T02:00:00Z"));
  }

  @Test
  void a_year_that_has_begun_is_answered_though_nobody_has_recorded_it() {
    reached();
    used("U-1", "2026-02-01T02:00:00Z");
    assertThat(checkUp("2027-01-10T01:59:59Z").left()).isZero();
    Item next = checkUp("2027-01-10T02:00:00Z");
    assertThat(List.of(next.granted(), next.used(), next.left())).containsExactly(1, 0, 1);
    assertThat(next.from()).isEqualTo(UNTIL);
    assertThat(at("2027-04-01T16:00:00Z")).as("level 2, after sixty days of grace").filteredOn(
        item -> item.state() == State.AVAILABLE).extracting(Item::kind).containsExactly("free-item");
    granted("check-up", 3, UNTIL, "2028-01-10T02:00:00Z");
    assertThat(checkUp("2027-01-10T02:00:00Z")).as("recorded, it is the same").isEqualTo(next);
  }

  @Test
  void what_was_withdrawn_is_granted_no_more_and_what_is_used_counts_in_the_year_in_which_it_was() {
    reached();
    used("U-1", "2026-02-01T02:00:00Z");
    given(FROM, new BenefitWithdrawn("check-up", 0, 1, Instant.parse(FROM), Instant.parse(UNTIL),
        Instant.parse(FROM), uuid("late")));
    granted("check-up", 3, "2026-01-05T02:00:00Z", "2027-01-05T02:00:00Z");
    Item moved = checkUp("2026-03-01T00:00:00Z");
    assertThat(moved.from()).isEqualTo("2026-01-05T02:00:00Z");
    assertThat(List.of(moved.granted(), moved.used(), moved.left())).containsExactly(1, 1, 0);
  }

  @Test
  void what_everybody_has_from_the_first_interaction_on_is_available() {
    benefits = new BenefitsProjection(LevelTerms.of(parking(Programme.standard())));
    given(FROM, new BenefitGranted("parking", 1, "parking", 2, Instant.parse(FROM), Instant.parse(UNTIL),
        Instant.parse(FROM), uuid("sign-in")));
    assertThat(at("2026-01-10T01:59:59Z")).isEmpty();
    assertParking(FROM, FROM);
    assertParking("2027-01-10T01:59:59Z", FROM);
    assertParking(UNTIL, UNTIL);
    given("2026-06-01T02:00:00Z", level(2, "2026-06-01T02:00:00Z"));
    assertParking("2026-05-01T02:00:00Z", FROM);
    assertParking("2026-06-01T02:00:00Z", FROM);
    given(FROM, new BenefitWithdrawn("parking", 2, 0, Instant.parse(FROM), Instant.parse(UNTIL), Instant.parse(FROM),
        uuid("withdrawn")));
    assertThat(at("2026-05-01T02:00:00Z")).isEmpty();
  }

  private void assertParking(String at, String from) {
    assertThat(at(at)).filteredOn(item -> item.kind().equals("parking")).singleElement().satisfies(item -> {
      assertThat(item.state()).isEqualTo(State.AVAILABLE);
      assertThat(List.of(item.granted(), item.used(), item.left())).containsExactly(2, 0, 2);
      assertThat(item.from()).isEqualTo(from);
    });
  }

  private static Programme parking(Programme of) {
    List<Tier> tiers = new ArrayList<>(of.tiers());
    tiers.set(0, new Tier(1, 0, BigDecimal.ONE, List.of(new Benefit("parking", null, 2, Map.of("en", "Parking")))));
    return new Programme("parking", of.zone(), of.expiryMonths(), of.qualifyingMonths(), of.validityMonths(),
        of.rules(), tiers, of.monthlyCap(), of.expiryWarningDays(), of.retention(), of.referral(),
        of.adjustmentLimit(), of.review());
  }

  @Test
  void a_level_given_before_its_terms_were_kept_takes_nothing_away_and_gives_nothing() {
    reached();
    given("2026-02-01T02:00:00Z", new TierOverridden(uuid("given"), 5, null, Instant.parse("2026-02-01T02:00:00Z"),
        Instant.parse("2026-08-01T02:00:00Z"), new Sealed("c.1"), new StaffId("S-1")));
    assertThat(at("2026-03-01T02:00:00Z")).allMatch(item -> item.state() == State.AVAILABLE).extracting(Item::kind)
        .containsExactly("check-up", "free-item");
    assertThat(checkUp("2026-03-01T02:00:00Z").percent()).as("as level 3 gives it").isEqualByComparingTo("50");
  }

  @Test
  void a_level_given_gives_what_the_version_that_it_was_given_by_does() {
    reached();
    given("2026-02-01T02:00:00Z", new TierOverridden(uuid("given"), 5, "default-1",
        Instant.parse("2026-02-01T02:00:00Z"), Instant.parse("2026-08-01T02:00:00Z"), new Sealed("c.1"),
        new StaffId("S-1")));
    assertThat(at("2026-03-01T02:00:00Z")).extracting(Item::kind).contains("family-check-up");
    assertThat(checkUp("2026-03-01T02:00:00Z").percent()).isEqualByComparingTo("100");
  }

  @Test
  void what_only_a_stay_keeps_rests() {
    reached();
    given("2027-03-20T02:00:00Z", new CircumstanceNoted(uuid("S"), "admission.admitted", uuid("S"), "default-1",
        CircumstanceNoted.Kind.ADMITTED, "S-1", Instant.parse("2027-03-20T02:00:00Z"), 9, 9, null));
    assertThat(checkUp("2027-04-01T15:59:59Z").state()).as("in grace").isEqualTo(State.AVAILABLE);
    Item rests = checkUp("2027-06-01T00:00:00Z");
    assertThat(rests.state()).isEqualTo(State.FROZEN);
    assertThat(rests.left()).isZero();
  }
}
