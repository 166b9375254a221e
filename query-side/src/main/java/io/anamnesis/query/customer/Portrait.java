package io.anamnesis.query.customer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.SiteId;
import io.anamnesis.query.loyalty.PointsFigures;
import io.anamnesis.query.loyalty.TierFigures;

/**
 * {@code GET /customers/{c}/portrait}: the 360° portrait. Personal values are still sealed here.
 *
 * @param customerClass C in care, M potential; null for the deceased and the erased
 * @param grade A to E, how strong the need of an M-class customer is; null for everybody else
 * @param channel by which the customer was first heard of
 * @param openMatters grievances and suggestions without an answer, and open stays, oldest first
 * @param nextDue the next appointment
 * @param erasedAt when the first of the person's keys was destroyed
 */
public record Portrait(String customer, Identity identity, @JsonProperty("class") @Nullable CustomerClass customerClass,
    @Nullable LeadGrade grade, TierFigures tier, PointsFigures points, SpendSoFar spend, VisitsSoFar visits,
    @Nullable Code channel, @Nullable Satisfaction satisfaction, List<OpenMatter> openMatters,
    @Nullable NextDue nextDue, List<Health> health, List<FamilyMember> family, List<Consent> consents,
    List<Membership> memberships, @Nullable LocalDate deceased, @Nullable Instant erasedAt, long position) {

  /** In care, or potential. */
  public enum CustomerClass {
    C, M
  }

  /** How strong the need is, the strongest first. */
  public enum LeadGrade {
    A, B, C, D, E
  }

  public record Identity(@Personal(FieldClass.NAME) @Nullable Sealed name,
      @Personal(FieldClass.PHONE) @Nullable Sealed phone, @Personal(FieldClass.EMAIL) @Nullable Sealed email,
      @Nullable Code gender, @Personal(FieldClass.BIRTH_DATE) @Nullable Sealed birthDate,
      @Nullable Code birthdayCalendar, @Personal(FieldClass.ID_NUMBER) @Nullable Sealed nationalId,
      @Nullable Code idType, @Personal(FieldClass.ID_NUMBER) @Nullable Sealed insuranceNo,
      @Personal(FieldClass.ID_NUMBER) @Nullable Sealed bankCard,
      @Personal(FieldClass.ADDRESS) @Nullable Sealed address, @Nullable Code language,
      @Personal(FieldClass.OCCUPATION) @Nullable Sealed industry,
      @Personal(FieldClass.OCCUPATION) @Nullable Sealed occupation, @Nullable Code identityKind, @Nullable SiteId site,
      @Nullable Code channel, @Nullable CustomerId referredBy) {}

  /** @param total net of refunds, by currency */
  public record SpendSoFar(List<io.anamnesis.query.purchase.Spend> total, @Nullable Instant lastPurchase) {}

  /** @param count visits that count: completed ones of any kind but a tour, and discharges */
  public record VisitsSoFar(int count, @Nullable Instant first, @Nullable Instant last, boolean inHospital) {}

  /**
   * @param score the last survey's, 0 to 10
   * @param rating the last review's, 1 to 5
   */
  public record Satisfaction(@Nullable BigDecimal score, @Nullable BigDecimal averageScore, int surveys,
      @Nullable BigDecimal rating, @Nullable BigDecimal averageRating, int reviews) {}

  public record OpenMatter(String kind, String id, Instant since, @Nullable Code department) {}

  public record NextDue(String kind, String id, Instant at, @Nullable SiteId site, @Nullable Code department,
      @Nullable String doctor) {}

  public record Health(Code kind, @Personal(FieldClass.CLINICAL) @Nullable Sealed code,
      @Personal(FieldClass.CLINICAL) @Nullable Sealed text, @Nullable Code certainty,
      Instant since) {}

  public record FamilyMember(String customer, @Nullable Code relation, @Nullable Boolean guardian) {}

  /** @param given whether the consent holds at the instant asked */
  public record Consent(String purpose, boolean given, @Nullable String textVersion, @Nullable LocalDate until,
      Instant since) {}

  /** @param state active, future, lapsed or ended at the instant asked */
  public record Membership(String membershipId, String state, @Nullable Code kind, @Nullable Code plan,
      @Nullable LocalDate validFrom, @Nullable LocalDate validUntil) {}
}
