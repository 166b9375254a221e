package io.anamnesis.events;

import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.audit.CorrectionSealedWhole;
import io.anamnesis.events.audit.ReadEvent;
import io.anamnesis.events.campaign.CampaignEvent;
import io.anamnesis.events.care.CareEvent;
import io.anamnesis.events.customer.CustomerRecordEvent;
import io.anamnesis.events.customer.ErasureEvent;
import io.anamnesis.events.engagement.EngagementEvent;
import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.SchemaEvent;
import io.anamnesis.events.lead.LeadEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.OpeningBalanceEvent;
import io.anamnesis.events.loyalty.MembershipEvent;
import io.anamnesis.events.loyalty.PointsEarnedBecause;
import io.anamnesis.events.loyalty.PointsEarnedParts;
import io.anamnesis.events.loyalty.PointsNotEarnedBecause;
import io.anamnesis.events.loyalty.TierOverriddenProgramme;
import io.anamnesis.events.loyalty.TierReachedWarnings;
import io.anamnesis.events.loyalty.PoolSeatEvent;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.RedemptionUnpooled;
import io.anamnesis.events.loyalty.RedemptionWithPayment;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.events.loyalty.RewardWithTerms;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.purchase.PurchaseEvent;
import io.anamnesis.events.referral.ReferralDecision;
import io.anamnesis.events.referral.ReferralEvent;
import io.anamnesis.events.visit.VisitEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Every event type that this build knows. A new capability adds its family here; a test proves that none is missing. */
public final class EventCatalogue {
  private static final Pattern EXTENSION = Pattern.compile("x\\.[^\\p{Cntrl}\\p{Cs}]{1,200}");

  private static final List<Class<? extends CustomerEvent>> FAMILIES =
      List.of(CustomerRecordEvent.class, LeadEvent.class, VisitEvent.class, CareEvent.class, PurchaseEvent.class,
          EngagementEvent.class, ReferralEvent.class, CampaignEvent.class, InsightEvent.class, AuditEvent.class,
          LoyaltyEvent.class, RewardEvent.class, ProgrammeEvent.class, OpeningBalanceEvent.class, MembershipEvent.class,
          ReferralDecision.class, SchemaEvent.class, PoolSeatEvent.class, VoucherEvent.class,
          ErasureEvent.class);

  private static final EventCatalogue STANDARD = new EventCatalogue(FAMILIES, List.of(new PointsEarnedParts(),
      new PointsEarnedBecause(), new PointsNotEarnedBecause(), new CorrectionSealedWhole(),
      new TierReachedWarnings(), new TierOverriddenProgramme(), RedemptionUnpooled.RESERVED,
      RedemptionUnpooled.CONFIRMED, RedemptionUnpooled.CANCELLED, RewardWithTerms.OFFERED, RewardWithTerms.CHANGED,
      RedemptionWithPayment.RESERVED, RedemptionWithPayment.CONFIRMED));

  private static final EventCatalogue READS = new EventCatalogue(List.of(ReadEvent.class), List.of());

  private final Map<String, EventDescriptor> byType = new LinkedHashMap<>();
  private final Map<Class<?>, EventDescriptor> byRecord = new HashMap<>();
  private final Upcasters upcasters;

  EventCatalogue(Collection<Class<? extends CustomerEvent>> families, List<Upcaster> upcasters) {
    families.stream().flatMap(EventCatalogue::records).forEach(this::add);
    this.upcasters = new Upcasters(upcasters, byType);
  }

  /** The catalogue of this build; one for all. */
  public static EventCatalogue standard() {
    return STANDARD;
  }

  /** What the log of reads holds, which is a log of its own: nothing of it is in the standard catalogue. */
  public static EventCatalogue reads() {
    return READS;
  }

  /** What is known of a type; for every well-formed {@code x.…} name a descriptor of an open payload. */
  public Optional<EventDescriptor> find(String type) {
    EventDescriptor known = byType.get(type);
    if (known == null && EXTENSION.matcher(type).matches()) {
      return Optional.of(new EventDescriptor(type, 1, true, false, ExtensionFact.class, RecordLayout.OPEN));
    }
    return Optional.ofNullable(known);
  }

  /** @throws IllegalArgumentException for a class that is no record of the catalogue, such as {@link ExtensionFact} */
  public EventDescriptor of(Class<? extends CustomerEvent> recordType) {
    EventDescriptor known = byRecord.get(recordType);
    if (known == null) {
      throw new IllegalArgumentException(recordType + " stands for no single event type of the catalogue");
    }
    return known;
  }

  /** All types but extensions: facts and decisions, family by family. */
  public List<EventDescriptor> all() {
    return List.copyOf(byType.values());
  }

  /**
   * The stable names behind records and sealed families. {@link ExtensionFact} adds none: use {@link #declares}.
   *
   * @throws IllegalArgumentException for a record that is not in the catalogue
   */
  public Set<String> typesOf(Set<Class<? extends CustomerEvent>> declared) {
    return declares(declared).types();
  }

  /**
   * What a reader of the given records and sealed families follows; {@link ExtensionFact} stands for every {@code x.…}
   * type, {@link CustomerEvent} for everything.
   *
   * @throws IllegalArgumentException for a record that is not in the catalogue
   */
  public Subscription declares(Set<Class<? extends CustomerEvent>> declared) {
    if (declared.contains(CustomerEvent.class)) {
      return new Subscription(byType.keySet(), true);
    }
    Set<String> types = new HashSet<>();
    declared.stream().flatMap(EventCatalogue::records).filter(record -> record != ExtensionFact.class)
        .forEach(record -> types.add(of(record).type()));
    return new Subscription(types, declared.contains(ExtensionFact.class));
  }

  /**
   * A stored payload in the newest revision of its type.
   *
   * @throws UnknownRevision if the revision is newer than this build
   * @throws UnreadablePayload if it is no JSON object
   */
  ObjectNode newest(EventDescriptor descriptor, int revision, String payload) {
    descriptor.mustKnow(revision);
    if (EventCodec.mapper().readTree(payload) instanceof ObjectNode object) {
      return upcasters.toNewest(descriptor, revision, object);
    }
    throw new UnreadablePayload(descriptor.type(), revision, ": it is no JSON object");
  }

  /** What is stored how in payloads of a revision; of one that this build does not know, as in the newest that it does. */
  public Shape.Members shapeOf(EventDescriptor descriptor, int revision) {
    boolean isEarlier = revision >= 1 && revision < descriptor.revision();
    return isEarlier ? layoutOf(descriptor, revision).shape() : descriptor.shape();
  }

  /** What payloads of a revision are like. */
  RecordLayout layoutOf(EventDescriptor descriptor, int revision) {
    descriptor.mustKnow(revision);
    return revision == descriptor.revision() || descriptor.isExtension()
        ? descriptor.layout()
        : upcasters.layoutOf(descriptor, revision);
  }

  private void add(Class<? extends CustomerEvent> record) {
    EventDescriptor descriptor = describe(record);
    if (byType.putIfAbsent(descriptor.type(), descriptor) != null) {
      throw new IllegalStateException("two records of the type " + descriptor.type());
    }
    byRecord.put(record, descriptor);
  }

  private static EventDescriptor describe(Class<? extends CustomerEvent> record) {
    Fact fact = record.getAnnotation(Fact.class);
    Decision decision = record.getAnnotation(Decision.class);
    if (fact != null && decision == null) {
      return new EventDescriptor(fact.value(), fact.revision(), true, fact.ofSite(), record,
          RecordLayout.ofFact(record));
    } else if (decision != null && fact == null) {
      return new EventDescriptor(decision.value(), decision.revision(), false, false, record,
          RecordLayout.ofDecision(record));
    }
    throw new IllegalStateException(record + " must be a @Fact or a @Decision");
  }

  /** The records below a family; of a record, itself. */
  private static Stream<Class<? extends CustomerEvent>> records(Class<? extends CustomerEvent> family) {
    if (!family.isSealed()) {
      return Stream.of(family);
    }
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(permitted -> records(permitted.asSubclass(CustomerEvent.class)));
  }
}
