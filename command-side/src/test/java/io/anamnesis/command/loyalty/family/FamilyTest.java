package io.anamnesis.command.loyalty.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FamilyTest {
  private static final CustomerId CHILD = new CustomerId("CHILD");
  private static final CustomerId MOTHER = new CustomerId("MOTHER");
  private static final CustomerId UNCLE = new CustomerId("UNCLE");

  private final List<Recorded> told = new ArrayList<>();

  @Test
  void a_tie_holds_both_ways_whichever_side_tells_it() {
    UUID link = linked(CHILD, MOTHER, null, 1);
    assertThat(family().link(CHILD, MOTHER)).contains(link);
    assertThat(family().link(MOTHER, CHILD)).contains(link);
    assertThat(family().link(CHILD, UNCLE)).isEmpty();
  }

  @Test
  void family_of_family_is_not_family_by_that() {
    linked(CHILD, MOTHER, null, 1);
    linked(UNCLE, MOTHER, null, 1);
    assertThat(family().link(CHILD, UNCLE)).isEmpty();
  }

  @Test
  void either_side_ends_a_tie_and_the_last_word_by_business_time_counts() {
    linked(CHILD, MOTHER, null, 1);
    unlinked(MOTHER, CHILD, 5);
    assertThat(family().link(CHILD, MOTHER)).isEmpty();
    linked(MOTHER, CHILD, null, 3);
    assertThat(family().link(CHILD, MOTHER)).as("told later, but it had ended since").isEmpty();
    UUID again = linked(CHILD, MOTHER, null, 6);
    assertThat(family().link(MOTHER, CHILD)).contains(again);
  }

  @Test
  void who_guards_is_told_of_the_ward_and_not_the_other_way_round() {
    linked(CHILD, MOTHER, true, 1);
    linked(CHILD, UNCLE, false, 1);
    assertThat(family().guardians(CHILD)).containsExactly(MOTHER);
    assertThat(family().guardians(MOTHER)).isEmpty();
  }

  @Test
  void who_is_no_family_any_more_guards_nobody() {
    linked(CHILD, MOTHER, true, 1);
    unlinked(MOTHER, CHILD, 2);
    assertThat(family().guardians(CHILD)).isEmpty();
  }

  @Test
  void who_comes_of_age_is_linked_again_without_a_guardian() {
    linked(CHILD, MOTHER, true, 1);
    linked(CHILD, MOTHER, null, 2);
    assertThat(family().guardians(CHILD)).isEmpty();
    assertThat(family().link(CHILD, MOTHER)).isPresent();
  }

  @Test
  void a_tie_that_is_told_ahead_holds_from_its_instant_on_and_outdoes_nothing_before() {
    UUID first = linked(CHILD, MOTHER, null, 1);
    UUID ahead = linked(CHILD, MOTHER, true, 3);
    assertThat(familyOn(2).link(CHILD, MOTHER)).contains(first);
    assertThat(familyOn(2).guardians(CHILD)).as("nor does she guard yet").isEmpty();
    unlinked(MOTHER, CHILD, 2);
    assertThat(familyOn(2).link(CHILD, MOTHER)).isEmpty();
    assertThat(familyOn(3).link(MOTHER, CHILD)).contains(ahead);
    assertThat(familyOn(3).guardians(CHILD)).containsExactly(MOTHER);
  }

  @Test
  void a_tie_whose_end_is_told_ahead_holds_until_then() {
    UUID link = linked(CHILD, MOTHER, null, 1);
    unlinked(CHILD, MOTHER, 3);
    assertThat(familyOn(2).link(CHILD, MOTHER)).contains(link);
    assertThat(familyOn(3).link(CHILD, MOTHER)).isEmpty();
  }

  private Family family() {
    return familyOn(10);
  }

  private Family familyOn(int day) {
    return new Family(customer -> told.stream().filter(fact -> customer.value().equals(fact.subject())).toList(),
        day(day));
  }

  private static Instant day(int day) {
    return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day));
  }

  private UUID linked(CustomerId of, CustomerId other, @Nullable Boolean guardian, int day) {
    return tell(of, "family.linked", day, new FamilyLinked(other, new Code("kin"), guardian));
  }

  private void unlinked(CustomerId of, CustomerId other, int day) {
    tell(of, "family.unlinked", day, new FamilyUnlinked(other, null, null));
  }

  private UUID tell(CustomerId of, String type, int day, CustomerEvent event) {
    Instant at = day(day);
    Recorded fact = new Recorded(told.size() + 1, UUID.randomUUID(), null, null, of.value(), type, 1, at, at,
        Metadata.NONE, event);
    told.add(fact);
    return fact.eventId();
  }
}
