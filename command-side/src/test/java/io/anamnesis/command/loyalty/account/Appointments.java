package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.axonframework.commandhandling.SimpleCommandBus;

/** When the clocks of levels and benefits come by: at the instants that events make due, at each once. */
final class Appointments {
  private static final List<Timetable> CLOCKS = List.of(new LevelClock(SimpleCommandBus.builder().build()),
      new BenefitClock(SimpleCommandBus.builder().build()));

  private final TreeSet<Instant> dues = new TreeSet<>();
  private long position;

  /** @param now when it is recorded */
  void note(LoyaltyEvent decided, Instant now) {
    CustomerEvent event = decided;
    String type = EventCatalogue.standard().of(event.getClass()).type();
    position++;
    Recorded recorded =
        new Recorded(position, new UUID(8, position), null, null, "C-1", type, 1, now, now, Metadata.NONE, event);
    for (Timetable clock : CLOCKS) {
      if (EventCatalogue.standard().declares(clock.events()).test(type)) {
        dues.addAll(clock.dues(recorded));
      }
    }
  }

  /** Whether there is one, which is kept with that. */
  boolean keep(Instant now) {
    boolean come = !dues.isEmpty() && !dues.first().isAfter(now);
    if (come) {
      dues.headSet(now, true).clear();
    }
    return come;
  }
}
