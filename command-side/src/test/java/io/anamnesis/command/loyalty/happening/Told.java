package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.ActivityId;
import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.ContentId;
import io.anamnesis.events.ComplaintId;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.PlanId;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.StayId;
import io.anamnesis.events.SurveyId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.events.care.CareEvent.PlanJoined;
import io.anamnesis.events.care.CareEvent.PlanStepDone;
import io.anamnesis.events.engagement.EngagementEvent.ActivityAttended;
import io.anamnesis.events.engagement.EngagementEvent.ContentLiked;
import io.anamnesis.events.engagement.EngagementEvent.ContentShared;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.Payment;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts as tests tell them, in plain words and cents; an oracle reads these, the product the records made of them. */
public sealed interface Told {

  record SignIn() implements Told {}

  record Visit() implements Told {}

  record Share(String content) implements Told {}

  record Like(String content) implements Told {}

  record Activity(String activity) implements Told {}

  record Survey(String survey, @Nullable String visit) implements Told {}

  record Review(String platform, @Nullable String visit) implements Told {}

  record Joined(String plan, @Nullable String kind) implements Told {}

  record StepDone(String plan, @Nullable String kind) implements Told {}

  /** @param insured of it an insurer pays so much; in cents, as the lines */
  record Purchase(String id, String currency, List<Long> lines, long insured) implements Told {
    public long total() {
      return lines.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** @param line 0: by amount */
  record Refund(String purchase, String currency, int line, long cents) implements Told {}

  record Admitted(String stay) implements Told {}

  record Discharged(String stay) implements Told {}

  record Filed(String complaint, boolean suggestion) implements Told {}

  record Resolved(String complaint) implements Told {}

  /** A fact at its instant and place in the log. */
  record At(Instant at, long position, Told told) {
    public UUID id() {
      return new UUID(9, position);
    }

    public Recorded recorded() {
      CustomerEvent event = told.event();
      String type = event.getClass().getAnnotation(Fact.class).value();
      return new Recorded(position, id(), null, null, "C-1", type, 1, at, at, Metadata.NONE, event);
    }
  }

  default CustomerEvent event() {
    return switch (this) {
      case SignIn() -> new SigninMade(null);
      case Visit() -> new VisitCompleted(new VisitId("V-1"), null, null, null, null, null, null);
      case Share(String content) -> new ContentShared(new ContentId(content), null);
      case Like(String content) -> new ContentLiked(new ContentId(content), null);
      case Activity(String activity) -> new ActivityAttended(new ActivityId(activity), null);
      case Survey(String survey, String visit) -> new SurveyAnswered(new SurveyId(survey), BigDecimal.ONE, null,
          visit == null ? null : new VisitId(visit), null, null, null, null);
      case Review(String platform, String visit) -> new ReviewPosted(new Code(platform), BigDecimal.ONE,
          visit == null ? null : new VisitId(visit), null);
      case Joined(String plan, String kind) ->
        new PlanJoined(new PlanId(plan), kind == null ? null : new Code(kind), null, null, null);
      case StepDone(String plan, String kind) ->
        new PlanStepDone(new PlanId(plan), kind == null ? null : new Code(kind), null, null, null);
      case Purchase purchase -> purchase(purchase);
      case Admitted(String stay) -> new AdmissionAdmitted(new StayId(stay), null, null, null);
      case Discharged(String stay) -> new AdmissionDischarged(new StayId(stay), null, null, null);
      case Filed(String complaint, boolean suggestion) -> new ComplaintFiled(new ComplaintId(complaint),
          suggestion ? new Code("suggestion") : null, null, null, null, null);
      case Resolved(String complaint) -> new ComplaintResolved(new ComplaintId(complaint), null, null, null);
      case Refund(String purchase, String currency, int line, long cents) -> new PurchaseRefunded(
          new PurchaseId(purchase), Currency.getInstance(currency), line == 0 ? amount(cents) : null,
          line == 0 ? null : List.of(new RefundedLine(line, amount(cents))), null);
    };
  }

  private static PurchaseMade purchase(Purchase told) {
    List<Line> lines = told.lines().stream().map(cents -> new Line(null, null, null, amount(cents), null)).toList();
    List<Payment> payments = new ArrayList<>();
    if (told.insured() > 0) {
      payments.add(new Payment(new Code("insurer"), null, null, amount(told.insured())));
      payments.add(new Payment(new Code("self"), null, null, null));
    }
    return new PurchaseMade(new PurchaseId(told.id()), Currency.getInstance(told.currency()), lines, payments, null,
        null, null, null, null);
  }

  private static Amount amount(long cents) {
    return Amount.of(BigDecimal.valueOf(cents, 2).toPlainString());
  }
}
