package io.anamnesis.events;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.campaign.CampaignEvent;
import io.anamnesis.events.campaign.CampaignEvent.CampaignSent;
import io.anamnesis.events.insight.InsightEvent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue holds what is compiled, and what is compiled is what the outside contract names. */
class EventRegistryTest {
  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();

  /** The contract's table of facts, to the letter: a star marks what is required, a bar separates types. */
  private static final String CONTRACT = """
      customer.registered, customer.amended: name phone email gender birthDate birthdayCalendar nationalId idType \
      insuranceNo bankCard address language industry occupation identityKind site channel referredBy
      customer.deceased: date*
      health.noted: kind* code text certainty
      family.linked, family.unlinked: other* relation guardian
      identity.bound, identity.unbound: system* identifier*
      consent.given, consent.withdrawn: purpose* textVersion until
      membership.started, membership.renewed, membership.ended: membershipId* kind plan validFrom validUntil fee currency
      donation.made: kind* amount currency
      lead.captured: origin chiefComplaint wantsCareBy
      lead.contacted: outcome* method
      appointment.booked, appointment.rescheduled, appointment.cancelled, appointment.missed: appointmentId* site \
      department doctor scheduledFor channel
      visit.arrived, visit.roomed, visit.completed: visitId* site department doctor businessLine disease kind
      admission.admitted, admission.discharged: stayId* site department disease
      care.step: step* visitId stayId reference requires
      report.viewed: reference*
      price.acknowledged: product* price currency
      adverse.reported: adverseId* visitId department text
      plan.joined, plan.step-done, plan.left: planId* kind disease doctor step
      followup.recorded: followUpId* method reached content template score guidance
      purchase.made: purchaseId* currency* lines* payments buyer visitId site channel campaign
      purchase.refunded: purchaseId* currency* amount lines reason
      signin.made: channel
      content.shared, content.liked, content.viewed: content* channel
      activity.joined, activity.attended: activity* kind
      referral.made: referred* code
      survey.answered: survey* score* version visitId activity campaign department answers
      review.posted: platform* rating* visitId text
      campaign.sent, campaign.responded, campaign.refused: campaign* channel
      enquiry.made: channel about online factors
      call.received: phone agent about
      message.sent, message.received: channel text replyTo
      complaint.filed: complaintId* kind department channel online text
      complaint.resolved: complaintId* cause outcome told
      measurement.taken: metric* value unit components device
      product.defined: product* name businessLine kind leadProduct price cost currency validFrom
      cost.booked: amount* currency* channel campaign
      staff.worked: hours* department role
      fact.corrected: corrects* data*
      fact.withdrawn: withdraws* reason
      """;

  @Test
  void every_compiled_event_is_in_one_of_the_catalogues_and_nothing_else() throws Exception {
    List<Class<? extends CustomerEvent>> compiled = compiledEvents();

    assertThat(compiled).hasSizeGreaterThan(50);
    assertThat(Stream.concat(CATALOGUE.all().stream(), EventCatalogue.reads().all().stream()))
        .extracting(EventDescriptor::recordType)
        .containsExactlyInAnyOrderElementsOf(compiled.stream().filter(type -> type != ExtensionFact.class).toList());
  }

  @Test
  void what_the_log_of_reads_holds_is_in_no_other() {
    assertThat(EventCatalogue.reads().all()).extracting(EventDescriptor::type).isNotEmpty()
        .doesNotContainAnyElementsOf(CATALOGUE.all().stream().map(EventDescriptor::type).toList());
  }

  @Test
  void type_names_are_unique() {
    assertThat(CATALOGUE.all()).extracting(EventDescriptor::type).doesNotHaveDuplicates();
  }

  @Test
  void the_facts_and_their_fields_are_those_of_the_contract() {
    assertThat(fieldsByType()).isEqualTo(contract());
  }

  @Test
  void decisions_are_named_by_their_capability() {
    assertThat(CATALOGUE.all()).filteredOn(type -> !type.isFact()).isNotEmpty().allSatisfy(type -> {
      String capability = type.recordType().getPackageName().replaceAll(".*\\.", "");
      assertThat(type.type()).matches(capability + "\\.[a-z]+(-[a-z]+)*");
    });
  }

  @Test
  void a_currency_is_required_wherever_an_amount_is_given() {
    for (EventDescriptor type : CATALOGUE.all()) {
      boolean certain = Stream.of(type.recordType().getRecordComponents())
          .anyMatch(field -> field.getType() == Currency.class && isRequired(field));
      for (RecordComponent field : type.recordType().getRecordComponents()) {
        if (field.getType() == Amount.class && !certain) {
          assertThat(type.recordType().getAnnotationsByType(Needs.class)).as(type.type() + " " + field.getName())
              .anyMatch(rule -> rule.field().equals(field.getName()) && rule.needs().equals("currency"));
        }
      }
    }
  }

  @Test
  void product_cost_and_staff_facts_are_about_a_site_and_all_others_about_a_customer() {
    assertThat(CATALOGUE.all()).filteredOn(EventDescriptor::ofSite).extracting(EventDescriptor::type)
        .containsExactlyInAnyOrder("product.defined", "cost.booked", "staff.worked");
    EventDescriptor ofSite = CATALOGUE.of(InsightEvent.CostBooked.class);
    EventDescriptor ofCustomer = CATALOGUE.of(CampaignSent.class);

    assertThat(ofSite.acceptsSubject("site:shanghai")).isTrue();
    assertThat(Stream.of("shanghai", "site:", "site:a b", "site:" + "a".repeat(65), "Site:a", "site:site:a"))
        .noneMatch(ofSite::acceptsSubject);
    assertThat(Stream.of("C-0042", "a".repeat(64), "._-")).allMatch(ofCustomer::acceptsSubject);
    assertThat(Stream.of("", "site:shanghai", "a".repeat(65), "C 1", "é", "C-1\n"))
        .noneMatch(ofCustomer::acceptsSubject);
  }

  @Test
  void any_well_formed_extension_is_known_and_no_other_name_is() {
    assertThat(Stream.of("x.a", "x.Hydration_1.logged-twice", "x.手环", "x.a b/é", "x." + "a".repeat(200), "x.."))
        .allMatch(type -> CATALOGUE.find(type).filter(EventDescriptor::isExtension).isPresent());
    assertThat(
        Stream.of("x.", "x", "X.a", "x.a\n", "x.a\u0000", "x.\ud800", "x." + "a".repeat(201), "purchase.Made", ""))
        .allMatch(type -> CATALOGUE.find(type).isEmpty());
  }

  @Test
  void a_reader_declares_records_families_extensions_or_everything() {
    assertThat(CATALOGUE.typesOf(Set.of(CampaignEvent.class, InsightEvent.CostBooked.class)))
        .containsExactlyInAnyOrder("campaign.sent", "campaign.responded", "campaign.refused", "cost.booked");
    assertThat(CATALOGUE.declares(Set.of(CampaignSent.class))).accepts("campaign.sent").rejects("campaign.refused",
        "x.a");
    assertThat(CATALOGUE.declares(Set.of(ExtensionFact.class, CampaignSent.class))).accepts("x.a", "campaign.sent")
        .rejects("campaign.refused");
    assertThat(CATALOGUE.declares(Set.of(CustomerEvent.class))).accepts("x.a", "loyalty.tier-reached", "purchase.made")
        .rejects("no.such");
    assertThatThrownBy(() -> CATALOGUE.declares(Set.of(Unregistered.class)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Fact("test.unregistered")
  record Unregistered() implements CustomerEvent {}

  private static Map<String, Set<String>> contract() {
    Map<String, Set<String>> facts = new TreeMap<>();
    CONTRACT.lines().forEach(line -> {
      String[] sides = line.split(":", 2);
      for (String type : sides[0].split(", ", -1)) {
        facts.put(type, new TreeSet<>(List.of(sides[1].trim().split(" +", -1))));
      }
    });
    return facts;
  }

  private static Map<String, Set<String>> fieldsByType() {
    Map<String, Set<String>> facts = new TreeMap<>();
    for (EventDescriptor type : CATALOGUE.all()) {
      if (type.isFact()) {
        facts.put(type.type(), Stream.of(type.recordType().getRecordComponents())
            .map(field -> field.getName() + (isRequired(field) ? "*" : "")).collect(toCollection(TreeSet::new)));
      }
    }
    return facts;
  }

  private static boolean isRequired(RecordComponent field) {
    return !field.getAnnotatedType().isAnnotationPresent(org.jspecify.annotations.Nullable.class);
  }

  private static List<Class<? extends CustomerEvent>> compiledEvents()
      throws IOException, ReflectiveOperationException {
    Path root = Path.of(URI.create(CustomerEvent.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    List<Class<? extends CustomerEvent>> events = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name =
            root.relativize(file).toString().replace(".class", "").replace(file.getFileSystem().getSeparator(),
                ".");
        if (!name.endsWith("package-info") && !name.equals("module-info")) {
          Class<?> type = Class.forName(name, false, CustomerEvent.class.getClassLoader());
          if (type.isRecord() && CustomerEvent.class.isAssignableFrom(type)) {
            events.add(type.asSubclass(CustomerEvent.class));
          }
        }
      }
    }
    return events;
  }
}
