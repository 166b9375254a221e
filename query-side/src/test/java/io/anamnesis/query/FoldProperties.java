package io.anamnesis.query;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.level;
import static io.anamnesis.query.Lives.line;
import static io.anamnesis.query.Lives.purchase;
import static io.anamnesis.query.Lives.refund;
import static io.anamnesis.query.Lives.refundOfLines;
import static io.anamnesis.query.Lives.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.query.loyalty.VouchersProjection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import io.anamnesis.events.AppointmentId;
import io.anamnesis.events.Code;
import io.anamnesis.events.ComplaintId;
import io.anamnesis.events.CustomerEvent;
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
import io.anamnesis.events.customer.CustomerRecordEvent.ConsentWithdrawn;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerAmended;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.customer.CustomerRecordEvent.HealthNoted;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipEnded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipStarted;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.events.lead.LeadEvent.LeadCaptured;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.AppointmentCancelled;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionContract;
import io.anamnesis.query.customer.PortraitProjection;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.LiabilityTally;
import io.anamnesis.query.insight.RenewalTally;
import io.anamnesis.query.insight.VolumesTally;
import io.anamnesis.query.loyalty.BenefitsProjection;
import io.anamnesis.query.loyalty.LedgerProjection;
import io.anamnesis.query.loyalty.LevelTerms;
import io.anamnesis.query.loyalty.MembershipsProjection;
import io.anamnesis.query.loyalty.PointsFigures;
import io.anamnesis.query.loyalty.PointsProjection;
import io.anamnesis.query.loyalty.PoolProjection;
import io.anamnesis.query.loyalty.ReviewsProjection;
import io.anamnesis.query.loyalty.TierFigures;
import io.anamnesis.query.loyalty.TierProjection;
import io.anamnesis.query.purchase.TrajectoryProjection;
import io.anamnesis.query.referral.ReferralsProjection;

/** Random lives: what every projection promises, and figures against the plainest way to work them out. */
class FoldProperties {
  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
  private static final Programme PROGRAMME = Programme.standard();
  private static final List<Projection<?, ?>> ALL = List.of(new PointsProjection(), new LedgerProjection(),
      new TierProjection(LevelTerms.of(PROGRAMME)), new TrajectoryProjection(SiteZones.standardOnly()),
      new PortraitProjection(LevelTerms.of(PROGRAMME), SiteZones.standardOnly()),
      new VolumesTally(SiteZones.standardOnly()), new LiabilityTally(SiteZones.standardOnly()),
      new MembershipsProjection(SiteZones.standardOnly().standard(), 30), new RenewalTally(SiteZones.standardOnly()),
      new ReferralsProjection(), new BenefitsProjection(LevelTerms.of(PROGRAMME)), new PoolProjection(),
      new ReviewsProjection(), new VouchersProjection());

  @Property(tries = 150)
  void every_projection_keeps_the_contract_of_projections(@ForAll long seed) {
    List<Recorded> life = life(new Random(seed), 40);
    ALL.forEach(projection -> ProjectionContract.holds(projection, life));
  }

  /**
   * Of events out of few values each, so that they meet in ways that nobody has thought of. But for those that hold points: a
   * ledger that gives the same reservation back twice is none; {@code LedgerFoldProperties} folds random ones. Nor is an award
   * held that occurred at two instants, or a voucher used twice; {@code ReviewsProjectionTest} and {@code VouchersProjectionTest}
   * fold random ones.
   */
  @Property(tries = 5)
  void and_on_lives_that_no_hospital_has_seen(@ForAll long seed) {
    ALL.stream()
        .filter(one -> !(one instanceof PointsProjection || one instanceof PortraitProjection
            || one instanceof LiabilityTally || one instanceof ReviewsProjection
            || one instanceof VouchersProjection))
        .forEach(projection -> ProjectionContract.holdsForRandomLives(projection, seed, "tour", "inpatient", "wecom"));
  }

  @Property(tries = 300)
  void points_are_the_lots_that_are_open_at_the_instant(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> life = life(random, 40);
    PointsProjection points = new PointsProjection();
    Instant at = notBefore(life, random);
    PointsFigures figures = points.answer(Lives.fold(points, life), at).figures();
    List<PointsEarned> awards = awards(life).stream().map(one -> (PointsEarned) one.event()).toList();
    assertThat(figures.available()).isEqualTo(awards.stream().map(PointsEarned::lot)
        .filter(lot -> !lot.activeAt().isAfter(at) && lot.expiresAt().isAfter(at)).mapToLong(lot -> lot.points())
        .sum());
    assertThat(figures.pending()).isEqualTo(awards.stream().map(PointsEarned::lot)
        .filter(lot -> lot.activeAt().isAfter(at) && lot.expiresAt().isAfter(at)).mapToLong(lot -> lot.points()).sum());
    assertThat(figures.lifetimeEarned()).isEqualTo(awards.stream().mapToLong(PointsEarned::points).sum());
  }

  @Property(tries = 300)
  void qualifying_points_are_the_awards_of_the_twelve_months_before(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> life = life(random, 40);
    TierProjection tier = new TierProjection(LevelTerms.of(PROGRAMME));
    Instant at = notBefore(life, random);
    Instant after = at.atZone(PROGRAMME.zone()).minusMonths(12).toInstant();
    TierFigures figures = tier.answer(Lives.fold(tier, life), at).figures();
    assertThat(figures.qualifyingPoints()).isEqualTo(
        awards(life).stream().filter(one -> one.occurredAt().isAfter(after) && !one.occurredAt().isAfter(at))
            .mapToLong(one -> ((PointsEarned) one.event()).points()).sum());
  }

  private static List<Recorded> awards(List<Recorded> life) {
    return life.stream().filter(one -> one.event() instanceof PointsEarned).toList();
  }

  /** A reader never asks about an instant more than a day before the latest fact that it folded. */
  private static Instant notBefore(List<Recorded> life, Random random) {
    Instant latest = life.stream().map(Recorded::occurredAt).max(Instant::compareTo).orElseThrow();
    return latest.minus(Duration.ofHours(24)).plus(Duration.ofHours(random.nextInt(24 * 400)));
  }

  private static List<Recorded> life(Random random, int events) {
    List<Recorded> life = new ArrayList<>();
    for (int position = 1; position <= events; position++) {
      Instant at = BEGIN.plus(Duration.ofHours(random.nextInt(24 * 900)));
      life.add(event(position, at.toString(), any(random, at)));
    }
    return life;
  }

  private static CustomerEvent any(Random random, Instant at) {
    String id = "N" + random.nextInt(4);
    Code code = new Code(random.nextBoolean() ? "wecom" : "counter");
    Sealed sealed = new Sealed("r." + random.nextInt(9));
    return switch (random.nextInt(17)) {
      case 0, 1, 2 -> award(at.toString(), 1 + random.nextInt(900), random.nextInt(2) * 7);
      case 3 -> level(2 + random.nextInt(4), at.toString());
      case 4, 5 -> purchase(id, random.nextInt(5) == 0 ? "USD" : "CNY", random.nextBoolean() ? "shanghai" : null,
          line("vip", random.nextInt(300) + ".50"), line(null, random.nextInt(300) + ".0"));
      case 6 -> refund(id, "CNY", random.nextInt(200) + ".25");
      case 7 -> refundOfLines(id, 1 + random.nextInt(2), random.nextInt(200) + ".50");
      case 8 -> visit(id, "shanghai", random.nextBoolean() ? "vip" : null, random.nextBoolean() ? "tour" : "inpatient");
      case 9 -> random.nextBoolean()
          ? new AdmissionAdmitted(new StayId(id), new SiteId("shanghai"), code, null)
          : new AdmissionDischarged(new StayId(id), new SiteId("shanghai"), code, null);
      case 10 -> new CustomerAmended(random.nextBoolean() ? sealed : null, random.nextBoolean() ? sealed : null, null,
          code, null, null, null, null, null, null, null, null, null, null, null, new SiteId("shanghai"), code,
          new CustomerId("C-" + random.nextInt(9)));
      case 11 -> random.nextBoolean()
          ? new ConsentGiven(code, id, LocalDate.of(2026, 1, 1))
          : new ConsentWithdrawn(code, null, null);
      case 12 -> random.nextBoolean()
          ? new FamilyLinked(new CustomerId(id), code, true)
          : new FamilyUnlinked(new CustomerId(id), null, null);
      case 13 -> random.nextBoolean()
          ? new MembershipStarted(new MembershipId(id), code, null, LocalDate.of(2025, 1, 1), null, null, null)
          : new MembershipEnded(new MembershipId(id), null, null, null, LocalDate.of(2025, 6, 1), null, null);
      case 14 -> random.nextBoolean()
          ? new ComplaintFiled(new ComplaintId(id), code, null, null, null, sealed)
          : new ComplaintResolved(new ComplaintId(id), null, null, null);
      case 15 -> random.nextBoolean()
          ? new AppointmentBooked(new AppointmentId(id), null, code, null,
              OffsetDateTime.parse("2026-05-01T09:00:00+08:00").plusDays(random.nextInt(9)), code)
          : new AppointmentCancelled(new AppointmentId(id), null, null, null, null, null);
      default -> switch (random.nextInt(3)) {
        case 0 -> new LeadCaptured(code, random.nextBoolean() ? sealed : null, LocalDate.of(2026, 5, 1));
        case 1 -> new HealthNoted(code, sealed, null, null);
        default ->
          new SurveyAnswered(new SurveyId(id), new BigDecimal(random.nextInt(100)).movePointLeft(random.nextInt(2)),
              null, null, null, null, null, null);
      };
    };
  }
}
