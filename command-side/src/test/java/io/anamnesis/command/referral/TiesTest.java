package io.anamnesis.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerAmended;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.customer.CustomerRecordEvent.IdentityBound;
import io.anamnesis.events.customer.CustomerRecordEvent.IdentityUnbound;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who cannot refer whom, for a claim of the first of March that is good through the month. */
class TiesTest {
  private static final Instant CLAIM = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-03-31T16:00:00Z");
  private static final String BEFORE = "2026-02-01T00:00:00Z";
  private static final String WITHIN = "2026-03-20T00:00:00Z";
  private static final String AFTER = "2026-03-31T16:00:00Z";

  private final Map<String, List<Recorded>> lives = new TreeMap<>(Map.of("A", new ArrayList<>(), "R",
      new ArrayList<>()));
  private long position;

  @Test
  void nobody_refers_oneself() {
    assertThat(between("A", "A", null)).isEqualTo(Reason.SELF);
    assertThat(between("R", "A", null)).isNull();
  }

  @Test
  void who_gave_the_same_phone_number_by_the_end_of_the_claim_is_tied() {
    phone("A", BEFORE, "138");
    phone("R", AFTER, "138");
    assertThat(between("R", "A", null)).isNull();
    phone("R", WITHIN, "138");
    assertThat(between("R", "A", null)).isEqualTo(Reason.SAME_PHONE);
  }

  @Test
  void a_number_that_one_has_given_up_since_still_counts_and_another_ones_does_not() {
    phone("A", BEFORE, "138");
    phone("A", BEFORE, "139");
    phone("R", BEFORE, "137");
    assertThat(between("R", "A", null)).isNull();
    phone("R", BEFORE, "138");
    assertThat(between("R", "A", null)).isEqualTo(Reason.SAME_PHONE);
  }

  @Test
  void what_was_found_of_a_phone_holds_when_its_key_is_gone_and_only_then() {
    phone("A", BEFORE, "138");
    phone("R", BEFORE, "gone");
    assertThat(between("R", "A", null)).isNull();
    assertThat(between("R", "A", Reason.SAME_PHONE)).isEqualTo(Reason.SAME_PHONE);
    lives.get("R").clear();
    phone("R", BEFORE, "137");
    assertThat(between("R", "A", Reason.SAME_PHONE)).isNull();
  }

  @Test
  void a_household_ties_whoever_of_the_two_told_it_as_long_as_it_lasts() {
    for (String teller : List.of("A", "R")) {
      CustomerId other = new CustomerId(teller.equals("A") ? "R" : "A");
      lives.values().forEach(List::clear);
      tell(teller, AFTER, new FamilyLinked(other, null, null));
      assertThat(between("R", "A", null)).isNull();
      tell(teller, BEFORE, new FamilyLinked(other, null, null));
      assertThat(between("R", "A", null)).isEqualTo(Reason.HOUSEHOLD);
      tell(other.value(), "2026-02-20T00:00:00Z", new FamilyUnlinked(new CustomerId(teller), null, null));
      assertThat(between("R", "A", null)).isNull();
      tell(teller, WITHIN, new FamilyLinked(other, null, null));
      assertThat(between("R", "A", null)).isEqualTo(Reason.HOUSEHOLD);
    }
  }

  @Test
  void staff_neither_refers_nor_is_referred_told_by_identity_or_by_kind() {
    for (String person : List.of("A", "R")) {
      lives.values().forEach(List::clear);
      tell(person, BEFORE, new IdentityBound(new Code("wecom"), new Sealed("c.1")));
      assertThat(between("R", "A", null)).isNull();
      tell(person, BEFORE, new IdentityBound(new Code("staff"), new Sealed("c.2")));
      assertThat(between("R", "A", null)).isEqualTo(Reason.STAFF);
      tell(person, "2026-02-10T00:00:00Z", new IdentityUnbound(new Code("staff"), new Sealed("c.3")));
      assertThat(between("R", "A", null)).isNull();
      tell(person, "2026-02-11T00:00:00Z", record(null, "staff"));
      assertThat(between("R", "A", null)).isEqualTo(Reason.STAFF);
      tell(person, "2026-02-12T00:00:00Z", record(null, "patient"));
      assertThat(between("R", "A", null)).isNull();
    }
  }

  private @Nullable Reason between(String one, String other, @Nullable Reason foundBefore) {
    return Ties.between(new CustomerId(one), ties(one), new CustomerId(other), ties(other), CLAIM, END, foundBefore);
  }

  private Ties ties(String person) {
    return Ties.of(lives.get(person),
        phone -> phone.ciphertext().equals("gone") ? Optional.empty() : Optional.of(phone.ciphertext()));
  }

  private void phone(String person, String at, String number) {
    tell(person, at, record(number, null));
  }

  private static CustomerAmended record(@Nullable String phone, @Nullable String kind) {
    return new CustomerAmended(null, phone == null ? null : new Sealed(phone), null, null, null, null, null, null,
        null, null, null, null, null, null, kind == null ? null : new Code(kind), null, null, null);
  }

  private void tell(String person, String at, CustomerEvent event) {
    Instant occurred = Instant.parse(at);
    lives.get(person).add(new Recorded(++position, new UUID(3, position), null, null, person, "t", 1, occurred,
        occurred, Metadata.NONE, event));
  }
}
