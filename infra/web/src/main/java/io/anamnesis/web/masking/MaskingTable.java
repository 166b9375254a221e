package io.anamnesis.web.masking;

import static io.anamnesis.events.FieldClass.ADDRESS;
import static io.anamnesis.events.FieldClass.BIRTH_DATE;
import static io.anamnesis.events.FieldClass.CLINICAL;
import static io.anamnesis.events.FieldClass.EMAIL;
import static io.anamnesis.events.FieldClass.ERASURE_REASON;
import static io.anamnesis.events.FieldClass.FREE_TEXT;
import static io.anamnesis.events.FieldClass.ID_NUMBER;
import static io.anamnesis.events.FieldClass.NAME;
import static io.anamnesis.events.FieldClass.OCCUPATION;
import static io.anamnesis.events.FieldClass.OUTSIDE_IDENTITY;
import static io.anamnesis.events.FieldClass.PAYMENT;
import static io.anamnesis.events.FieldClass.PHONE;
import static io.anamnesis.events.FieldClass.READERS_WORDS;
import static io.anamnesis.events.FieldClass.RECIPIENT;
import static io.anamnesis.events.FieldClass.STAFF_REASON;
import static io.anamnesis.events.FieldClass.UNCLASSIFIED;
import static io.anamnesis.events.FieldClass.VOUCHER_CODE;
import static io.anamnesis.web.masking.Disclosure.ABSENT;
import static io.anamnesis.web.masking.Disclosure.CLEAR;
import static io.anamnesis.web.masking.Disclosure.MASKED;
import static io.anamnesis.web.masking.Disclosure.PSEUDONYM;
import static io.anamnesis.web.masking.Disclosure.REFUSED;
import static io.anamnesis.web.masking.Disclosure.UNTIL_RESTRICTED;
import static io.anamnesis.web.masking.Disclosure.WITH_PURPOSE;

import io.anamnesis.events.FieldClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is shown what, where: role by resource by class of fields. This is the whole of it; nobody else decides. Each of the three together
 * has one answer, and what no row names is absent. A table that contradicts itself refuses to start.
 */
public final class MaskingTable {
  private static final Set<FieldClass> CONTACT = EnumSet.of(PHONE, EMAIL, ADDRESS);
  private static final Set<FieldClass> RECORD = EnumSet.of(NAME, BIRTH_DATE, ID_NUMBER, OCCUPATION, CLINICAL);
  /** Of events about customers. Named one by one: a class that is added to the catalogue is in no event until somebody says so here. */
  private static final Set<FieldClass> CONTACT_OF_EVENTS =
      EnumSet.of(PHONE, EMAIL, ADDRESS, OUTSIDE_IDENTITY, PAYMENT, FREE_TEXT, STAFF_REASON);
  private static final Set<FieldClass> RECORD_OF_EVENTS =
      EnumSet.of(NAME, BIRTH_DATE, ID_NUMBER, OCCUPATION, CLINICAL, ERASURE_REASON, UNCLASSIFIED);
  private static final Set<FieldClass> CODE = EnumSet.of(VOUCHER_CODE);

  private static final MaskingTable STANDARD = new MaskingTable(
      List.of(
          named(Resource.PORTRAIT, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.FIGURES, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.EXPLANATION, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.VOUCHERS, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.TIMELINE, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.EVERYTHING, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.ERASURE, CLEAR, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.REFERRAL_CODE, CLEAR, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.LOOKS, CLEAR, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.QUARANTINE, CLEAR, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.CONFIRMATION, CLEAR, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.DECISIONS, CLEAR, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.SEARCH, REFUSED, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.WORKLISTS, REFUSED, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.REVIEWS, REFUSED, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.STAFF_DECISIONS, REFUSED, CLEAR, REFUSED, REFUSED, REFUSED),
          named(Resource.LEGAL_HOLD, REFUSED, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.OPENING_LINES, REFUSED, CLEAR, CLEAR, REFUSED, REFUSED),
          named(Resource.HISTORY, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.REPLAY, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.DIFFERENCE, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.BUNDLE, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.CHAIN, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.READS, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.REDERIVATION, REFUSED, REFUSED, CLEAR, REFUSED, REFUSED),
          named(Resource.ROWS, REFUSED, REFUSED, REFUSED, PSEUDONYM, PSEUDONYM),
          named(Resource.EXPORTS, REFUSED, REFUSED, REFUSED, PSEUDONYM, REFUSED),
          named(Resource.WHAT_IF, REFUSED, REFUSED, REFUSED, REFUSED, PSEUDONYM),
          named(Resource.DRY_RUN, REFUSED, REFUSED, REFUSED, ABSENT, REFUSED),
          named(Resource.REPORTS, REFUSED, REFUSED, REFUSED, ABSENT, REFUSED)),
      List.of(
          row(Resource.PORTRAIT, CONTACT, CLEAR, CLEAR, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.PORTRAIT, RECORD, UNTIL_RESTRICTED, UNTIL_RESTRICTED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.EXPLANATION, Set.of(STAFF_REASON), CLEAR, CLEAR, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.VOUCHERS, CODE, UNTIL_RESTRICTED, UNTIL_RESTRICTED, MASKED, REFUSED, REFUSED),
          row(Resource.TIMELINE, CONTACT_OF_EVENTS, CLEAR, CLEAR, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.TIMELINE, RECORD_OF_EVENTS, UNTIL_RESTRICTED, UNTIL_RESTRICTED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.TIMELINE, CODE, UNTIL_RESTRICTED, UNTIL_RESTRICTED, MASKED, REFUSED, REFUSED),
          row(Resource.EVERYTHING, CONTACT_OF_EVENTS, CLEAR, CLEAR, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.EVERYTHING, RECORD_OF_EVENTS, UNTIL_RESTRICTED, UNTIL_RESTRICTED, WITH_PURPOSE, REFUSED,
              REFUSED),
          row(Resource.EVERYTHING, CODE, UNTIL_RESTRICTED, UNTIL_RESTRICTED, MASKED, REFUSED, REFUSED),
          row(Resource.LOOKS, Set.of(READERS_WORDS), UNTIL_RESTRICTED, ABSENT, REFUSED, REFUSED, REFUSED),
          row(Resource.SEARCH, Set.of(NAME), REFUSED, UNTIL_RESTRICTED, REFUSED, REFUSED, REFUSED),
          row(Resource.WORKLISTS, Set.of(STAFF_REASON), REFUSED, CLEAR, REFUSED, REFUSED, REFUSED),
          row(Resource.QUARANTINE, Set.of(UNCLASSIFIED), UNTIL_RESTRICTED, UNTIL_RESTRICTED, REFUSED, REFUSED, REFUSED),
          row(Resource.CONFIRMATION, CODE, UNTIL_RESTRICTED, UNTIL_RESTRICTED, REFUSED, REFUSED, REFUSED),
          row(Resource.HISTORY, CONTACT_OF_EVENTS, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.HISTORY, RECORD_OF_EVENTS, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.HISTORY, CODE, REFUSED, REFUSED, MASKED, REFUSED, REFUSED),
          row(Resource.REPLAY, CONTACT_OF_EVENTS, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.REPLAY, RECORD_OF_EVENTS, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.REPLAY, CODE, REFUSED, REFUSED, MASKED, REFUSED, REFUSED),
          row(Resource.DIFFERENCE, CONTACT, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.DIFFERENCE, RECORD, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.DIFFERENCE, CODE, REFUSED, REFUSED, MASKED, REFUSED, REFUSED),
          row(Resource.BUNDLE, CONTACT_OF_EVENTS, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.BUNDLE, RECORD_OF_EVENTS, REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.BUNDLE, CODE, REFUSED, REFUSED, MASKED, REFUSED, REFUSED),
          row(Resource.READS, Set.of(READERS_WORDS), REFUSED, REFUSED, WITH_PURPOSE, REFUSED, REFUSED),
          row(Resource.REPORTS, Set.of(RECIPIENT), REFUSED, REFUSED, REFUSED, MASKED, REFUSED)));

  private final Map<Resource, Map<Role, Disclosure>> numbers = new EnumMap<>(Resource.class);
  private final Map<Resource, Map<FieldClass, Map<Role, Disclosure>>> fields = new EnumMap<>(Resource.class);

  /** A resource's row: of the customer's number, or of some fields. */
  record Row(Resource resource, Set<FieldClass> fields, Map<Role, Disclosure> disclosures) {}

  MaskingTable(List<Row> named, List<Row> rows) {
    named.forEach(row -> putOnce(numbers, row.resource(), row.disclosures(), row));
    List<Resource> missing = Arrays.stream(Resource.values()).filter(one -> !numbers.containsKey(one)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no row says who is let in to " + missing);
    }
    for (Row row : rows) {
      row.disclosures().forEach((role, disclosure) -> check(row, role, disclosure));
      Map<FieldClass, Map<Role, Disclosure>> ofResource =
          fields.computeIfAbsent(row.resource(), first -> new EnumMap<>(FieldClass.class));
      row.fields().forEach(field -> putOnce(ofResource, field, row.disclosures(), row));
    }
  }

  /** The table of this build. */
  public static MaskingTable standard() {
    return STANDARD;
  }

  /** What a role is shown of a class of fields in a resource. */
  public Disclosure of(Role role, Resource resource, FieldClass field) {
    Map<Role, Disclosure> row = fields.getOrDefault(resource, Map.of()).get(field);
    return row == null ? isLetIn(role, resource) ? ABSENT : REFUSED : disclosure(row, role);
  }

  /** Whether the customer's number itself is told, or a pseudonym. */
  public Disclosure ofNumber(Role role, Resource resource) {
    return disclosure(numbers.getOrDefault(resource, Map.of()), role);
  }

  /** The classes of which a resource may hold something. */
  public Set<FieldClass> heldBy(Resource resource) {
    return Collections.unmodifiableSet(fields.getOrDefault(resource, Map.of()).keySet());
  }

  private boolean isLetIn(Role role, Resource resource) {
    return ofNumber(role, resource) != REFUSED;
  }

  private static Disclosure disclosure(Map<Role, Disclosure> row, Role role) {
    return row.getOrDefault(role, REFUSED);
  }

  private void check(Row row, Role role, Disclosure disclosure) {
    if (disclosure == PSEUDONYM || isLetIn(role, row.resource()) == (disclosure == REFUSED)) {
      throw new IllegalStateException(role + " cannot be shown " + disclosure + " of " + row.fields() + " in "
          + row.resource());
    }
  }

  private static <K> void putOnce(Map<K, Map<Role, Disclosure>> into, K key, Map<Role, Disclosure> value, Row row) {
    if (into.put(key, value) != null) {
      throw new IllegalStateException(row.resource() + " says twice what is shown of " + key);
    }
  }

  private static Row named(Resource resource, Disclosure app, Disclosure staff, Disclosure auditor,
      Disclosure analyst, Disclosure admin) {
    return row(resource, Set.of(), app, staff, auditor, analyst, admin);
  }

  private static Row row(Resource resource, Set<FieldClass> fields, Disclosure app, Disclosure staff,
      Disclosure auditor, Disclosure analyst, Disclosure admin) {
    Map<Role, Disclosure> disclosures = new EnumMap<>(Role.class);
    List<Disclosure> told = new ArrayList<>(List.of(app, staff, auditor, analyst, admin));
    Arrays.stream(Role.values()).forEach(role -> disclosures.put(role, told.get(role.ordinal())));
    return new Row(resource, fields, disclosures);
  }
}
