package io.anamnesis.query.customer;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static io.anamnesis.query.Lives.line;
import static io.anamnesis.query.Lives.purchase;
import static io.anamnesis.query.Lives.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.AppointmentId;
import io.anamnesis.events.Code;
import io.anamnesis.events.ComplaintId;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.MembershipId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.StayId;
import io.anamnesis.events.SurveyId;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.events.customer.CustomerRecordEvent.ConsentGiven;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerAmended;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerDeceased;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipStarted;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.events.lead.LeadEvent.LeadCaptured;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.AppointmentCancelled;
import io.anamnesis.events.visit.VisitEvent.AppointmentRescheduled;
import io.anamnesis.query.customer.Portrait.CustomerClass;
import io.anamnesis.query.customer.Portrait.LeadGrade;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.loyalty.LevelTerms;

class PortraitProjectionTest {
  private static final Sealed COMPLAINT = new Sealed("r.pain");

  private final PortraitProjection portrait = new PortraitProjection(LevelTerms.of(Programme.standard()),
      new SiteZones(Map.of("london", ZoneId.of("Europe/London")), ZoneId.of("Asia/Shanghai")));

  private Portrait at(String instant, Recorded... life) {
    return portrait.answer(fold(portrait, life), Instant.parse(instant));
  }

  private CustomerClass classAt(String instant, Recorded... life) {
    return at(instant, life).customerClass();
  }

  private LeadGrade gradeAt(String instant, Recorded... life) {
    return at(instant, life).grade();
  }

  private static Recorded lead(long position, String at, Sealed complaint, String wantsCareBy) {
    return event(position, at,
        new LeadCaptured(null, complaint, wantsCareBy == null ? null : LocalDate.parse(wantsCareBy)));
  }

  @Test
  void a_prospect_is_potential_and_of_the_weakest_grade() {
    Portrait empty = at("2026-01-01T00:00:00Z");
    assertThat(empty.customerClass()).isEqualTo(CustomerClass.M);
    assertThat(empty.grade()).isEqualTo(LeadGrade.E);
    assertThat(empty.identity().name()).isNull();
    assertThat(empty.satisfaction()).isNull();
    assertThat(empty.nextDue()).isNull();
  }

  @Test
  void in_care_lasts_through_the_whole_local_day_six_clamped_months_after_the_last_visit() {
    // 31 Aug 2025, 23:30 in Shanghai; six months later is 28 Feb 2026.
    Recorded visit = event(1, "2025-08-31T15:30:00Z", visit("V", "shanghai", null, "outpatient"));
    assertThat(classAt("2026-02-28T15:59:59Z", visit)).isEqualTo(CustomerClass.C);
    assertThat(classAt("2026-02-28T16:00:00Z", visit)).isEqualTo(CustomerClass.M);
    // The same instant in London is still 31 August, and the day ends on London's clock.
    Recorded london = event(1, "2025-08-31T15:30:00Z", visit("V", "london", null, "outpatient"));
    assertThat(classAt("2026-02-28T23:59:59Z", london)).isEqualTo(CustomerClass.C);
    assertThat(classAt("2026-03-01T00:00:00Z", london)).isEqualTo(CustomerClass.M);
  }

  @Test
  void a_tour_a_booking_or_a_purchase_alone_does_not_make_a_customer_in_care() {
    assertThat(classAt("2026-01-02T00:00:00Z", event(1, "2026-01-01T00:00:00Z", visit("V", null, null, "tour")),
        event(2, "2026-01-01T00:00:00Z", purchase("P", "CNY", null, line(null, "5"))),
        event(3, "2026-01-01T00:00:00Z",
            new AppointmentBooked(new AppointmentId("A"), null, null, null, null, null))))
        .isEqualTo(CustomerClass.M);
  }

  @Test
  void an_open_stay_is_care_however_long_it_lasts_and_a_discharge_counts_as_a_visit() {
    Recorded admitted =
        event(1, "2025-01-01T00:00:00Z", new AdmissionAdmitted(new StayId("S"), new SiteId("shanghai"), null, null));
    Recorded discharged =
        event(2, "2025-02-01T00:00:00Z", new AdmissionDischarged(new StayId("S"), new SiteId("shanghai"), null, null));
    assertThat(classAt("2026-01-02T00:00:00Z", admitted)).isEqualTo(CustomerClass.C);
    assertThat(at("2026-01-02T00:00:00Z", admitted).openMatters()).extracting(Portrait.OpenMatter::kind)
        .containsExactly("stay");
    assertThat(classAt("2025-08-01T15:59:59Z", admitted, discharged)).isEqualTo(CustomerClass.C);
    assertThat(classAt("2025-08-01T16:00:00Z", admitted, discharged)).isEqualTo(CustomerClass.M);
  }

  @Test
  void a_stay_counts_once_however_often_its_end_is_told() {
    assertThat(at("2025-03-01T00:00:00Z",
        event(1, "2025-02-01T00:00:00Z", new AdmissionDischarged(new StayId("S"), null, null, null)),
        event(2, "2025-02-02T00:00:00Z", new AdmissionDischarged(new StayId("S"), null, null, null)),
        event(3, "2025-02-01T00:00:00Z", visit("S", null, null, "inpatient")),
        event(4, "2025-02-03T00:00:00Z", visit("V", null, null, "outpatient"))).visits().count()).isEqualTo(2);
  }

  @Test
  void the_deceased_have_neither_class_nor_grade() {
    Portrait deceased = at("2026-01-02T00:00:00Z",
        event(1, "2026-01-01T00:00:00Z", visit("V", null, null, "outpatient")),
        event(2, "2026-01-01T10:00:00Z", new CustomerDeceased(LocalDate.of(2026, 1, 1))));
    assertThat(deceased.customerClass()).isNull();
    assertThat(deceased.grade()).isNull();
    assertThat(deceased.deceased()).isEqualTo("2026-01-01");
  }

  @Test
  void the_grade_rises_by_itself_as_the_wanted_day_nears() {
    Recorded lead = lead(1, "2026-01-01T00:00:00Z", COMPLAINT, "2026-03-31");
    // Days begin at 16:00 UTC in Shanghai.
    assertThat(gradeAt("2026-02-28T15:59:59Z", lead)).isEqualTo(LeadGrade.C);
    assertThat(gradeAt("2026-02-28T16:00:00Z", lead)).isEqualTo(LeadGrade.B);
    assertThat(gradeAt("2026-03-23T15:59:59Z", lead)).isEqualTo(LeadGrade.B);
    assertThat(gradeAt("2026-03-23T16:00:00Z", lead)).isEqualTo(LeadGrade.A);
    assertThat(gradeAt("2026-01-02T00:00:00Z", lead(1, "2026-01-01T00:00:00Z", COMPLAINT, null)))
        .isEqualTo(LeadGrade.C);
    assertThat(gradeAt("2026-01-02T00:00:00Z", lead(1, "2026-01-01T00:00:00Z", null, "2026-01-03")))
        .isEqualTo(LeadGrade.E);
  }

  @Test
  void who_came_before_and_has_no_new_complaint_is_of_grade_d_and_who_is_in_care_of_none() {
    Recorded complaint = lead(1, "2024-12-01T00:00:00Z", COMPLAINT, null);
    Recorded visit = event(2, "2025-01-01T00:00:00Z", visit("V", null, null, "outpatient"));
    assertThat(gradeAt("2025-02-01T00:00:00Z", complaint, visit)).isNull();
    assertThat(gradeAt("2026-02-01T00:00:00Z", complaint, visit)).isEqualTo(LeadGrade.D);
    assertThat(gradeAt("2026-02-01T00:00:00Z", complaint, visit, lead(3, "2026-01-01T00:00:00Z", COMPLAINT, null)))
        .isEqualTo(LeadGrade.C);
  }

  @Test
  void of_each_field_the_last_word_holds_and_silence_says_nothing() {
    Recorded second = event(1, "2026-02-01T00:00:00Z", amended(new Sealed("r.second"), null));
    Recorded first = event(2, "2026-01-01T00:00:00Z", amended(new Sealed("r.first"), new Sealed("c.phone")));
    Portrait.Identity identity = at("2026-03-01T00:00:00Z", second, first).identity();
    assertThat(identity.name()).isEqualTo(new Sealed("r.second"));
    assertThat(identity.phone()).isEqualTo(new Sealed("c.phone"));
  }

  private static CustomerAmended amended(Sealed name, Sealed phone) {
    return new CustomerAmended(name, phone, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null);
  }

  @Test
  void the_channel_is_that_of_the_first_contact_that_told_one() {
    assertThat(at("2026-03-01T00:00:00Z", event(1, "2026-02-01T00:00:00Z", new SigninMade(new Code("app"))),
        event(2, "2026-01-15T00:00:00Z", new SigninMade(new Code("wecom"))),
        event(3, "2026-01-01T00:00:00Z", new SigninMade(null))).channel()).isEqualTo(new Code("wecom"));
  }

  @Test
  void complaints_are_open_until_they_are_resolved() {
    Recorded filed = event(1, "2026-01-01T00:00:00Z",
        new ComplaintFiled(new ComplaintId("K"), new Code("suggestion"), new Code("icu"), null, null, null));
    Recorded resolved =
        event(2, "2026-01-05T00:00:00Z", new ComplaintResolved(new ComplaintId("K"), null, null, null));
    assertThat(at("2026-02-01T00:00:00Z", filed).openMatters()).containsExactly(
        new Portrait.OpenMatter("suggestion", "K", Instant.parse("2026-01-01T00:00:00Z"), new Code("icu")));
    assertThat(at("2026-02-01T00:00:00Z", filed, resolved).openMatters()).isEmpty();
  }

  @Test
  void next_due_is_the_earliest_appointment_that_stands() {
    Recorded booked = event(1, "2026-01-01T00:00:00Z", new AppointmentBooked(new AppointmentId("A"), null,
        new Code("eye"), null, OffsetDateTime.parse("2026-02-01T09:00:00+08:00"), null));
    Recorded other = event(2, "2026-01-01T00:00:00Z", new AppointmentBooked(new AppointmentId("B"), null, null, null,
        OffsetDateTime.parse("2026-02-10T09:00:00+08:00"), null));
    Recorded moved = event(3, "2026-01-02T00:00:00Z", new AppointmentRescheduled(new AppointmentId("A"), null, null,
        null, OffsetDateTime.parse("2026-02-05T09:00:00+08:00"), null));
    assertThat(at("2026-01-03T00:00:00Z", booked, other, moved).nextDue())
        .satisfies(due -> assertThat(due.at()).isEqualTo("2026-02-05T01:00:00Z"))
        .satisfies(due -> assertThat(due.department()).isEqualTo(new Code("eye")));
    assertThat(at("2026-02-06T00:00:00Z", booked, other, moved).nextDue().id()).isEqualTo("B");
    assertThat(at("2026-01-03T00:00:00Z", booked, moved, event(4, "2026-01-03T00:00:00Z",
        new AppointmentCancelled(new AppointmentId("A"), null, null, null, null, null))).nextDue()).isNull();
  }

  @Test
  void consents_and_memberships_age() {
    Recorded consent = event(1, "2026-01-01T00:00:00Z",
        new ConsentGiven(new Code("marketing"), "v1", LocalDate.of(2026, 6, 30)));
    Recorded membership = event(2, "2026-01-01T00:00:00Z", new MembershipStarted(new MembershipId("M"),
        new Code("paid"), null, LocalDate.of(2026, 2, 1), LocalDate.of(2026, 6, 30), null, null));
    assertThat(at("2026-06-30T15:59:59Z", consent, membership))
        .satisfies(one -> assertThat(one.consents().getFirst().given()).isTrue())
        .satisfies(one -> assertThat(one.memberships().getFirst().state()).isEqualTo("active"));
    assertThat(at("2026-06-30T16:00:00Z", consent, membership))
        .satisfies(one -> assertThat(one.consents().getFirst().given()).isFalse())
        .satisfies(one -> assertThat(one.memberships().getFirst().state()).isEqualTo("lapsed"));
    assertThat(at("2026-01-02T00:00:00Z", membership).memberships().getFirst().state()).isEqualTo("future");
  }

  @Test
  void family_is_who_was_linked_last_and_not_unlinked_since() {
    Recorded linked =
        event(1, "2026-01-01T00:00:00Z", new FamilyLinked(new CustomerId("C-2"), new Code("mother"), true));
    Recorded unlinked = event(2, "2026-01-02T00:00:00Z", new FamilyUnlinked(new CustomerId("C-2"), null, null));
    assertThat(at("2026-02-01T00:00:00Z", linked).family())
        .containsExactly(new Portrait.FamilyMember("C-2", new Code("mother"), true));
    assertThat(at("2026-02-01T00:00:00Z", linked, unlinked).family()).isEmpty();
  }

  @Test
  void satisfaction_is_the_last_score_and_the_average() {
    Portrait.Satisfaction satisfaction = at("2026-02-01T00:00:00Z",
        event(1, "2026-01-02T00:00:00Z", survey("9")), event(2, "2026-01-01T00:00:00Z", survey("6.5"))).satisfaction();
    assertThat(satisfaction.score()).isEqualByComparingTo("9");
    assertThat(satisfaction.averageScore()).isEqualByComparingTo("7.75");
    assertThat(satisfaction.surveys()).isEqualTo(2);
    assertThat(satisfaction.rating()).isNull();
  }

  private static SurveyAnswered survey(String score) {
    return new SurveyAnswered(new SurveyId("S"), new BigDecimal(score), null, null, null, null, null, null);
  }

  @Test
  void spend_points_and_level_stand_in_the_portrait_too() {
    Portrait rich = at("2026-01-20T00:00:00Z",
        event(1, "2026-01-01T00:00:00Z", purchase("P", "CNY", null, line(null, "5"))),
        event(2, "2026-01-01T00:00:00Z", award("2026-01-01T00:00:00Z", 5, 7)));
    assertThat(rich.spend().total()).singleElement().satisfies(one -> assertThat(one.amount()).isEqualTo("5.00"));
    assertThat(rich.points().available()).isEqualTo(5);
    assertThat(rich.tier().qualifyingPoints()).isEqualTo(5);
    assertThat(rich.position()).isEqualTo(2);
  }
}
