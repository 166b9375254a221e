package io.anamnesis.query.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.events.customer.CustomerRecordEvent;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import io.anamnesis.events.engagement.EngagementEvent.ContentLiked;
import io.anamnesis.events.engagement.EngagementEvent.ContentShared;
import io.anamnesis.events.engagement.EngagementEvent.ContentViewed;
import io.anamnesis.events.engagement.EngagementEvent.EnquiryMade;
import io.anamnesis.events.engagement.EngagementEvent.MessageReceived;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.events.lead.LeadEvent.LeadCaptured;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.AppointmentEvent;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;
import io.anamnesis.query.customer.Portrait.CustomerClass;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.fold.Told;
import io.anamnesis.query.loyalty.LevelTerms;
import io.anamnesis.query.purchase.Purchases;
import io.anamnesis.query.purchase.Spend;
import io.anamnesis.query.visit.Visits;

/** The 360° portrait. */
public final class PortraitProjection implements Projection<PortraitState, Portrait> {
  private final LevelTerms terms;
  private final SiteZones zones;

  public PortraitProjection(LevelTerms terms, SiteZones zones) {
    this.terms = terms;
    this.zones = zones;
  }

  @Override
  public String name() {
    return "portrait";
  }

  @Override
  public int version() {
    return 6;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(CustomerRecordEvent.class, LeadCaptured.class, AppointmentEvent.class, VisitCompleted.class,
        AdmissionAdmitted.class, AdmissionDischarged.class, PurchaseMade.class, PurchaseRefunded.class,
        PointsEarned.class, LedgerEvent.class, FamilyEvent.class, TierReached.class, TierRevised.class,
        AwardRestated.class,
        LevelEvent.class, InteractionWithdrawn.class, SurveyAnswered.class,
        ReviewPosted.class,
        ComplaintFiled.class,
        ComplaintResolved.class, SigninMade.class, ContentShared.class, ContentLiked.class, ContentViewed.class,
        EnquiryMade.class, MessageReceived.class, KeyDestroyed.class);
  }

  @Override
  public Class<PortraitState> stateType() {
    return PortraitState.class;
  }

  @Override
  public PortraitState initial() {
    return PortraitState.INITIAL;
  }

  @Override
  public PortraitState fold(PortraitState state, Recorded event) {
    PortraitState next = switch (event.event()) {
      case CustomerRecordEvent told -> state.life(state.life().with(event, told));
      case KeyDestroyed gone -> state.life(state.life().with(event, gone));
      case LeadCaptured lead -> state.leads(state.leads().with(event, lead));
      case AppointmentEvent appointment -> state.matters(state.matters().with(event, appointment));
      case VisitCompleted visit -> state.visits(state.visits().with(event, visit));
      case AdmissionAdmitted stay -> state.visits(state.visits().with(event, stay));
      case AdmissionDischarged stay -> state.visits(state.visits().with(event, stay));
      case PurchaseMade purchase -> state.purchases(state.purchases().with(event, purchase));
      case PurchaseRefunded refund -> state.purchases(state.purchases().with(event, refund));
      case PointsEarned award ->
        state.loyalty(state.points().with(event, award), state.tier().with(event, award));
      case PointsClawedBack clawback ->
        state.loyalty(state.points().with(event, clawback), state.tier().with(event, clawback));
      case LedgerEvent moved -> state.loyalty(state.points().with(event, moved), state.tier());
      case FamilyEvent passed -> state.loyalty(state.points().with(event, passed), state.tier());
      case TierReached level -> state.loyalty(state.points(), state.tier().with(event, level));
      case TierRevised revised -> state.loyalty(state.points(), state.tier().with(event, revised));
      case LevelEvent said -> state.loyalty(state.points(), state.tier().with(event, said));
      case InteractionWithdrawn gone -> state.loyalty(state.points(), state.tier().with(event, gone));
      case AwardRestated restated -> state.loyalty(state.points().with(event, restated), state.tier());
      case SurveyAnswered survey -> state.opinions(state.opinions().with(event, survey));
      case ReviewPosted review -> state.opinions(state.opinions().with(event, review));
      case ComplaintFiled filed -> state.matters(state.matters().with(event, filed));
      case ComplaintResolved resolved -> state.matters(state.matters().with(event, resolved));
      default -> state;
    };
    return next.channel(Told.first(next.channel(), event, channel(event.event())));
  }

  /** By which channel a person's own act came. */
  private static @Nullable Code channel(CustomerEvent event) {
    return switch (event) {
      case MasterRecord told -> told.channel();
      case AppointmentBooked booked -> booked.channel();
      case PurchaseMade purchase -> purchase.channel();
      case SigninMade signin -> signin.channel();
      case ContentShared shared -> shared.channel();
      case ContentLiked liked -> liked.channel();
      case ContentViewed viewed -> viewed.channel();
      case EnquiryMade enquiry -> enquiry.channel();
      case MessageReceived message -> message.channel();
      case ComplaintFiled filed -> filed.channel();
      default -> null;
    };
  }

  @Override
  public List<Lookup> lookups(PortraitState state) {
    IdentityState identity = state.life().identity();
    List<Lookup> lookups = new ArrayList<>();
    add(lookups, IndexKind.PHONE, identity.phone());
    add(lookups, IndexKind.NAME, identity.name());
    add(lookups, IndexKind.NATIONAL_ID, identity.nationalId());
    return lookups;
  }

  private static void add(List<Lookup> lookups, IndexKind kind, @Nullable Told<Sealed> told) {
    if (told != null) {
      lookups.add(new Lookup(kind, told.value()));
    }
  }

  @Override
  public Portrait answer(Folded<PortraitState> folded, Instant at) {
    PortraitState state = folded.state();
    LifeState life = state.life();
    List<Visits.Counting> counting = state.visits().counting();
    CustomerClass customerClass = customerClass(state, at);
    return new Portrait(folded.subject(), life.identity().answer(), customerClass,
        customerClass == CustomerClass.M
            ? state.leads().grade(counting.isEmpty() ? null : counting.getLast().at(), zones.dayAt(null, at))
            : null,
        state.tier().at(at, terms), state.points().at(at), spend(state.purchases()), visits(state, counting),
        Told.valueOf(state.channel()), state.opinions().answer(), state.matters().open(state.visits()),
        state.matters().nextDue(at), life.conditions(), life.members(), life.consentsAt(at, zones),
        life.membershipsAt(at, zones), Told.valueOf(life.deceased()), life.erasedAt(), folded.position());
  }

  private @Nullable CustomerClass customerClass(PortraitState state, Instant at) {
    if (state.life().deceased() != null || state.life().erased() != null) {
      return null;
    }
    return state.visits().isInCare(at, zones) ? CustomerClass.C : CustomerClass.M;
  }

  private static Portrait.SpendSoFar spend(Purchases purchases) {
    return new Portrait.SpendSoFar(Spend.of(purchases.net()),
        purchases.made().isEmpty() ? null : purchases.made().getLast().at());
  }

  private static Portrait.VisitsSoFar visits(PortraitState state, List<Visits.Counting> counting) {
    return new Portrait.VisitsSoFar(counting.size(), counting.isEmpty() ? null : counting.getFirst().at(),
        counting.isEmpty() ? null : counting.getLast().at(), state.visits().hasOpenStay());
  }
}
