package io.anamnesis.web.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Shape;
import io.anamnesis.events.audit.ReadEvent.Shown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every role by every resource by every class of fields, against what the rules of privacy say in words of their own. */
class MaskingTableTest {
  private static final MaskingTable TABLE = MaskingTable.standard();
  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();

  /** Destroyed at once when a person is to be forgotten: no restriction is ever on it. */
  private static final Set<String> REACHABILITY = Set.of("PHONE", "EMAIL", "ADDRESS", "OUTSIDE_IDENTITY", "PAYMENT",
      "FREE_TEXT", "STAFF_REASON", "RECIPIENT");
  private static final Set<String> OF_PORTRAIT =
      Set.of("NAME", "PHONE", "EMAIL", "BIRTH_DATE", "ID_NUMBER", "ADDRESS", "OCCUPATION", "CLINICAL");
  private static final Set<String> EVENTS = Set.of("TIMELINE", "EVERYTHING", "HISTORY", "REPLAY", "BUNDLE");
  private static final Set<String> CUSTOMERS =
      Set.of("PORTRAIT", "FIGURES", "EXPLANATION", "VOUCHERS", "TIMELINE", "EVERYTHING", "ERASURE");
  private static final Set<String> AUDIT =
      Set.of("HISTORY", "REPLAY", "DIFFERENCE", "BUNDLE", "CHAIN", "READS", "REDERIVATION");

  @Test
  void each_role_in_each_resource_is_shown_of_each_class_what_the_rules_say() {
    for (Resource resource : Resource.values()) {
      for (Role role : Role.values()) {
        for (FieldClass field : FieldClass.values()) {
          assertThat(TABLE.of(role, resource, field).name()).as("%s, %s, %s", role, resource, field)
              .isEqualTo(expected(role.name(), resource.name(), field.name()));
        }
      }
    }
  }

  private static String expected(String role, String resource, String field) {
    if (!isLetIn(role, resource)) {
      return "REFUSED";
    }
    if (!isThere(resource, field) || (resource.equals("LOOKS") && role.equals("STAFF"))) {
      return "ABSENT";
    }
    if (resource.equals("REPORTS") || (role.equals("AUDITOR") && field.equals("VOUCHER_CODE"))) {
      return "MASKED";
    }
    if (role.equals("AUDITOR")) {
      return "WITH_PURPOSE";
    }
    return REACHABILITY.contains(field) ? "CLEAR" : "UNTIL_RESTRICTED";
  }

  private static boolean isLetIn(String role, String resource) {
    return switch (role) {
      case "APP" -> CUSTOMERS.contains(resource)
          || Set.of("REFERRAL_CODE", "LOOKS", "QUARANTINE", "CONFIRMATION", "DECISIONS").contains(resource);
      case "STAFF" -> isLetIn("APP", resource) || Set
          .of("SEARCH", "WORKLISTS", "REVIEWS", "STAFF_DECISIONS", "LEGAL_HOLD", "OPENING_LINES").contains(resource);
      case "AUDITOR" -> CUSTOMERS.contains(resource) || AUDIT.contains(resource)
          || Set.of("LEGAL_HOLD", "OPENING_LINES").contains(resource);
      case "ANALYST" -> Set.of("ROWS", "EXPORTS", "DRY_RUN", "REPORTS").contains(resource);
      case "ADMIN" -> Set.of("ROWS", "WHAT_IF").contains(resource);
      default -> throw new AssertionError("what may " + role + "?");
    };
  }

  private static boolean isThere(String resource, String field) {
    if (EVENTS.contains(resource)) {
      return !Set.of("RECIPIENT", "READERS_WORDS").contains(field);
    }
    return switch (resource) {
      case "PORTRAIT" -> OF_PORTRAIT.contains(field);
      case "DIFFERENCE" -> OF_PORTRAIT.contains(field) || field.equals("VOUCHER_CODE");
      case "EXPLANATION", "WORKLISTS" -> field.equals("STAFF_REASON");
      case "VOUCHERS", "CONFIRMATION" -> field.equals("VOUCHER_CODE");
      case "LOOKS", "READS" -> field.equals("READERS_WORDS");
      case "SEARCH" -> field.equals("NAME");
      case "QUARANTINE" -> field.equals("UNCLASSIFIED");
      case "REPORTS" -> field.equals("RECIPIENT");
      default -> false;
    };
  }

  @Test
  void a_customers_number_is_told_to_who_serves_or_audits_and_stands_under_a_pseudonym_for_all_others() {
    for (Resource resource : Resource.values()) {
      for (Role role : Role.values()) {
        Disclosure told = TABLE.ofNumber(role, resource);
        if (!isLetIn(role.name(), resource.name())) {
          assertThat(told).as("%s, %s", role, resource).isEqualTo(Disclosure.REFUSED);
        } else if (Set.of(Role.ANALYST, Role.ADMIN).contains(role)) {
          assertThat(told).as("%s, %s", role, resource).isIn(Disclosure.PSEUDONYM, Disclosure.ABSENT);
        } else {
          assertThat(told).as("%s, %s", role, resource).isEqualTo(Disclosure.CLEAR);
        }
      }
    }
  }

  @Test
  void each_personal_field_of_an_event_about_a_customer_has_a_row_wherever_events_are_told() {
    for (EventDescriptor type : CATALOGUE.all().stream().filter(EventDescriptor::ofCustomer).toList()) {
      for (int revision = 1; revision <= type.revision(); revision++) {
        for (FieldClass field : classes(CATALOGUE.shapeOf(type, revision))) {
          for (String resource : EVENTS) {
            assertThat(TABLE.heldBy(Resource.valueOf(resource))).as("%s r%d, %s", type.type(), revision, resource)
                .contains(field);
          }
        }
      }
    }
  }

  @Test
  void no_class_is_without_a_row() {
    Set<FieldClass> covered = EnumSet.noneOf(FieldClass.class);
    Stream.of(Resource.values()).forEach(resource -> covered.addAll(TABLE.heldBy(resource)));

    assertThat(covered).isEqualTo(EnumSet.allOf(FieldClass.class));
  }

  @Test
  void what_no_row_names_and_what_no_route_is_known_of_is_masked_for_everybody() {
    for (Role role : Role.values()) {
      Sight portrait = Sight.of(TABLE, Resource.PORTRAIT, EnumSet.of(role), true);
      Sight nowhere = Sight.of(TABLE, Resource.of("GET", "/api/v1/customers/{customer}/new").orElse(null),
          EnumSet.of(role), true);
      assertThat(portrait.shows(FieldClass.UNCLASSIFIED, false)).as("%s", role).isFalse();
      for (FieldClass field : FieldClass.values()) {
        assertThat(nowhere.shows(field, false)).as("%s, %s", role, field).isFalse();
      }
      assertThat(nowhere.told()).isEqualTo(Shown.NONE);
    }
  }

  @Test
  void a_purpose_opens_for_an_auditor_alone_and_of_two_roles_that_one_counts_which_sees_more() {
    Set<Role> both = EnumSet.of(Role.STAFF, Role.AUDITOR);

    assertThat(Sight.of(TABLE, Resource.PORTRAIT, EnumSet.of(Role.AUDITOR), false).told()).isEqualTo(Shown.MASKED);
    assertThat(Sight.of(TABLE, Resource.PORTRAIT, EnumSet.of(Role.AUDITOR), true).shows(FieldClass.NAME, true))
        .isTrue();
    assertThat(Sight.of(TABLE, Resource.PORTRAIT, EnumSet.of(Role.STAFF), true).shows(FieldClass.NAME, true))
        .isFalse();
    assertThat(Sight.of(TABLE, Resource.PORTRAIT, both, true).shows(FieldClass.NAME, true)).isTrue();
    assertThat(Sight.of(TABLE, Resource.PORTRAIT, both, false).shows(FieldClass.NAME, false)).isTrue();
    assertThat(Sight.of(TABLE, Resource.VOUCHERS, both, true).shows(FieldClass.VOUCHER_CODE, false)).isTrue();
    assertThat(Sight.of(TABLE, Resource.HISTORY, both, false).shows(FieldClass.NAME, false)).isFalse();
    assertThat(Sight.of(TABLE, Resource.FIGURES, both, true).told()).isEqualTo(Shown.NONE);
  }

  @Test
  void a_table_that_contradicts_itself_or_leaves_a_resource_out_is_refused() {
    List<MaskingTable.Row> named = new ArrayList<>();
    Stream.of(Resource.values())
        .forEach(one -> named.add(new MaskingTable.Row(one, Set.of(), all(Disclosure.CLEAR))));
    var name = new MaskingTable.Row(Resource.PORTRAIT, Set.of(FieldClass.NAME), all(Disclosure.CLEAR));
    var refused = new MaskingTable.Row(Resource.PORTRAIT, Set.of(FieldClass.NAME), all(Disclosure.REFUSED));

    new MaskingTable(named, List.of(name));
    assertThatThrownBy(() -> new MaskingTable(named, List.of(name, name))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new MaskingTable(named, List.of(refused))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new MaskingTable(named.subList(1, named.size()), List.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Map<Role, Disclosure> all(Disclosure disclosure) {
    Map<Role, Disclosure> all = new EnumMap<>(Role.class);
    Stream.of(Role.values()).forEach(role -> all.put(role, disclosure));
    return all;
  }

  private static Set<FieldClass> classes(Shape shape) {
    Set<FieldClass> found = EnumSet.noneOf(FieldClass.class);
    switch (shape) {
      case Shape.Clear clear -> {
        // Nothing personal.
      }
      case Shape.Sealing sealing -> found.add(sealing.of());
      case Shape.Elements elements -> found.addAll(classes(elements.element()));
      case Shape.Members members -> members.known().values().forEach(member -> found.addAll(classes(member)));
    }
    return found;
  }
}
