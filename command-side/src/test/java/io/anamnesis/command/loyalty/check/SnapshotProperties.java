package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.account.Account;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.eventstore.axon.SnapshotCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** An account read from a snapshot goes on as the one it was taken of; jqwik prints the seed of a failure. */
class SnapshotProperties {
  @Property(tries = 150)
  void a_life_of_facts_goes_on_from_a_snapshot(@ForAll long seed) {
    Random random = new Random(seed);
    goesOn(DecidedLife.of(random, 70), random);
  }

  @Property(tries = 150)
  void what_persons_decided_goes_on_from_a_snapshot(@ForAll long seed) {
    Random random = new Random(seed);
    goesOn(DecidedFamily.of(random, 60), random);
  }

  private static void goesOn(List<Recorded> log, Random random) {
    Map<String, List<Recorded>> streams = new LinkedHashMap<>();
    for (Recorded event : log) {
      if (event.event() instanceof LoyaltyEvent && event.stream() != null) {
        streams.computeIfAbsent(event.stream(), first -> new ArrayList<>()).add(event);
      }
    }
    streams.forEach((stream, events) -> {
      int cut = random.nextInt(events.size() + 1);
      Account live = new Account();
      events.subList(0, cut).forEach(event -> evolve(live, event));
      Account read = SnapshotCodec.read(SnapshotCodec.write(live), Account.class);
      assertSame(stream, read, live);

      for (Recorded event : events.subList(cut, events.size())) {
        evolve(live, event);
        evolve(read, event);
      }
      assertSame(stream, read, live);
    });
  }

  /** As an account's aggregate does. */
  private static void evolve(Account account, Recorded event) {
    account.evolve((LoyaltyEvent) event.event());
    if (event.event() instanceof PointsAdjusted made) {
      account.alone().evolve(made, event.occurredAt());
    }
  }

  private static void assertSame(String stream, Account read, Account live) {
    String expected = SnapshotCodec.write(live);
    String actual = SnapshotCodec.write(read);
    assertThat(SnapshotCodec.same(actual, expected)).as("%s: %s instead of %s", stream, actual, expected).isTrue();
  }
}
