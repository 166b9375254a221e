package io.anamnesis.command.loyalty.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.LedgerProperties.Life;
import io.anamnesis.command.loyalty.family.Transferring.Passed;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerOracle;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** A family of four that earns, redeems, gets refunds and gives to each other, against the coins of {@link LedgerOracle}. */
class TransferProperties {

  /** Four lives on one clock. */
  private static final class Household {
    final Random random;
    final List<Life> members = new ArrayList<>();
    final Set<UUID> receivedLots = new HashSet<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Household(long seed) {
      random = new Random(seed);
      for (int i = 0; i < 4; i++) {
        members.add(new Life(random));
      }
    }

    void step() {
      if (random.nextInt(4) == 0) {
        give();
      } else {
        members.get(random.nextInt(4)).step();
      }
      now = members.stream().map(life -> life.now).max(Comparator.naturalOrder()).orElseThrow();
      members.forEach(life -> life.now = now);
    }

    /** @return what the receiver was told; null if it was refused */
    @Nullable
    PointsReceived give() {
      int from = random.nextInt(4);
      int to = (from + 1 + random.nextInt(3)) % 4;
      int points = 1 + random.nextInt(15);
      TransferPoints asked = new TransferPoints(number(from), number(to), members.get(0).id(), null, points, now);
      Passed passed = decide(asked, members.get(from).ledger, members.get(to).ledger);
      PointsReceived received = passed == null ? null : (PointsReceived) passed.received().getFirst();
      boolean given = members.get(from).oracle.give(members.get(to).oracle, points, now,
          received == null ? (lot, expires) -> lot : names(received));
      assertThat(received != null).isEqualTo(given);
      if (passed != null) {
        members.get(from).record(passed::sent);
        members.get(to).record(passed::received);
      }
      return received;
    }

    /** As the receiver's event names them; which coins they are, the oracle says. */
    private LedgerOracle.Renaming names(PointsReceived received) {
      Map<List<Object>, UUID> names = new HashMap<>();
      for (ReceivedLot one : received.lots()) {
        assertThat(receivedLots.add(one.lot().lotId())).as("a name of its own").isTrue();
        names.put(List.of(one.outOf(), one.lot().expiresAt()), one.lot().lotId());
      }
      return (lot, expires) -> names.get(List.of(lot, expires));
    }

    long worth() {
      return members.stream()
          .mapToLong(life -> life.ledger.available(now) + life.ledger.pending(now) + life.ledger.reserved()
              - life.ledger.arrears())
          .sum();
    }
  }

  private static CustomerId number(int member) {
    return new CustomerId("C-" + member);
  }

  private static @Nullable Passed decide(TransferPoints asked, Ledger giver, Ledger receiver) {
    try {
      return Transferring.decide(giver, receiver, everybody(asked.at()), asked);
    } catch (Refused refused) {
      return null;
    }
  }

  /** All are family of C-0, C-1, C-2 and C-3. */
  private static Family everybody(Instant at) {
    return new Family(of -> {
      List<Recorded> told = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        told.add(new Recorded(i + 1, new UUID(of.value().hashCode(), i), null, null, of.value(), "family.linked", 1,
            Instant.EPOCH, Instant.EPOCH, Metadata.NONE, new FamilyLinked(number(i), null, null)));
      }
      return told;
    }, at);
  }

  @Property(tries = 250)
  void every_step_leaves_each_point_of_each_member_where_the_rules_put_it(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 100; i++) {
      household.step();
      household.members.forEach(Life::agrees);
    }
  }

  @Property(tries = 150)
  void a_transfer_makes_no_point_and_loses_none(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 80; i++) {
      household.step();
      household.members.forEach(Life::sweep);
      long before = household.worth();
      household.give();
      assertThat(household.worth()).isEqualTo(before);
    }
  }

  @Property(tries = 100)
  void what_is_replayed_is_what_was_live(@ForAll long seed) {
    Household household = new Household(seed);
    for (int i = 0; i < 80; i++) {
      household.step();
    }
    for (Life life : household.members) {
      Ledger replayed = new Ledger();
      life.recorded.forEach(replayed::evolve);
      assertThat(replayed).usingRecursiveComparison().isEqualTo(life.ledger);
    }
  }
}
