package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.VoucherEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The check on random lives as they were really decided, sound and spoiled; jqwik prints the seed of a failure. */
class RederivationProperties {
  private static final int STEPS = 70;

  @Property(tries = 1_500)
  void what_was_decided_by_the_rules_is_found_without_fault(@ForAll long seed) {
    assertThat(judged(DecidedLife.of(new Random(seed), STEPS))).isEmpty();
  }

  @Property(tries = 6)
  void whatever_fault_is_planted_is_found(@ForAll long seed) {
    Random random = new Random(seed);
    Map<Fault, Integer> found = new EnumMap<>(Fault.class);
    for (int life = 0; life < 100; life++) {
      List<Recorded> sound = DecidedLife.of(random, STEPS);
      for (Fault fault : Fault.values()) {
        fault.plant(sound, random).ifPresent(planted -> {
          assertThat(judged(planted.log())).as("%s", fault).extracting(Difference::kind).contains(fault.kind());
          found.merge(fault, 1, Integer::sum);
        });
      }
    }
    assertThat(found.keySet()).as("every fault was planted").containsExactly(Fault.values());
  }

  private static List<Difference> judged(List<Recorded> log) {
    AuditedAccount account = new AuditedAccount(DecidedLife.CUSTOMER, DecidedLife.EARNING);
    for (Recorded event : log) {
      if (event.event() instanceof LoyaltyEvent decision) {
        account.decided(event, decision);
      } else if (event.event() instanceof VoucherEvent voucher) {
        account.voucher(event, voucher);
      } else {
        account.known(event);
      }
    }
    return account.differences(new ListedElsewhere(log, DecidedLife.VERSIONS.inForceNow(Instant.EPOCH)));
  }
}
