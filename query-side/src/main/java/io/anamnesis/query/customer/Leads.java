package io.anamnesis.query.customer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.lead.LeadEvent.LeadCaptured;
import io.anamnesis.query.customer.Portrait.LeadGrade;
import io.anamnesis.query.fold.Happened;

/** What a customer was captured with as a lead, in the order of business. */
public record Leads(List<Lead> captured) {
  static final Leads NONE = new Leads(List.of());

  private static final int DAYS_OF_A = 7;
  private static final int DAYS_OF_B = 30;

  public record Lead(Instant at, long position, boolean complaint, @Nullable LocalDate wantsCareBy)
      implements
        Happened {}

  Leads with(Recorded event, LeadCaptured lead) {
    return new Leads(Happened.insert(captured, new Lead(event.occurredAt(), event.position(),
        lead.chiefComplaint() != null, lead.wantsCareBy())));
  }

  /**
   * How strong the need of an M-class customer is. A chief complaint told before the last visit was met by it.
   *
   * @param lastVisit that counts; null if there was none
   * @param today on the clock of the hospital; the grade rises by itself as the wanted day nears, and a day that has
   *        passed is as urgent as one that is near
   */
  LeadGrade grade(@Nullable Instant lastVisit, LocalDate today) {
    Lead need = captured.stream().filter(lead -> lead.complaint)
        .filter(lead -> lastVisit == null || lead.at.isAfter(lastVisit)).reduce((earlier, later) -> later).orElse(null);
    if (need == null) {
      return lastVisit == null ? LeadGrade.E : LeadGrade.D;
    }
    if (need.wantsCareBy == null || need.wantsCareBy.isAfter(today.plusDays(DAYS_OF_B))) {
      return LeadGrade.C;
    }
    return need.wantsCareBy.isAfter(today.plusDays(DAYS_OF_A)) ? LeadGrade.B : LeadGrade.A;
  }
}
