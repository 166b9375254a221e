package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.OpeningBalanceEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The check on what persons decided, between two accounts and beside them; jqwik prints the seed of a failure. */
class PersonsRederivationProperties {
  private static final int STEPS = 60;

  @Property(tries = 500)
  void what_persons_decided_by_the_rules_is_found_without_fault(@ForAll long seed) {
    assertThat(judged(DecidedFamily.of(new Random(seed), STEPS))).isEmpty();
  }

  @Property(tries = 4)
  void whatever_fault_is_planted_is_found(@ForAll long seed) {
    Random random = new Random(seed);
    Map<PersonsFault, Integer> found = new EnumMap<>(PersonsFault.class);
    for (int life = 0; life < 60; life++) {
      List<Recorded> sound = DecidedFamily.of(random, STEPS);
      for (PersonsFault fault : PersonsFault.values()) {
        fault.plant(sound, random).ifPresent(spoiled -> {
          assertThat(judged(spoiled)).as("%s", fault).extracting(Difference::kind).contains(fault.kind());
          found.merge(fault, 1, Integer::sum);
        });
      }
    }
    assertThat(found.keySet()).as("every fault was planted").containsExactly(PersonsFault.values());
  }

  private static List<Difference> judged(List<Recorded> log) {
    List<Difference> differences = new ArrayList<>();
    for (CustomerId member : DecidedFamily.MEMBERS) {
      AuditedAccount account = new AuditedAccount(member.value(), DecidedFamily.EARNING);
      log.stream().filter(event -> member.value().equals(event.subject())).forEach(event -> tell(account, event));
      differences.addAll(account.differences(new ListedElsewhere(log, DecidedFamily.PROGRAMME)));
    }
    return differences;
  }

  private static void tell(AuditedAccount account, Recorded event) {
    switch (event.event()) {
      case LoyaltyEvent decision -> account.decided(event, decision);
      case OpeningBalanceEvent opening -> account.opening(event, opening);
      case FamilyLinked ignored -> {
        // Earns nothing.
      }
      default -> account.known(event);
    }
  }
}
