package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Lives of one customer, of the events that a projection declares. */
public final class RandomLives {
  public static final String CUSTOMER = "C-1";

  private final RandomEvents events;
  private final List<Class<? extends CustomerEvent>> types;

  /** @param projection whose events they are */
  public RandomLives(Projection<?, ?> projection, RandomEvents events) {
    this.events = events;
    this.types = typesOf(projection);
  }

  /** The records that a projection declares, also by their family; in the order of their names. */
  static List<Class<? extends CustomerEvent>> typesOf(Projection<?, ?> projection) {
    Subscription declared = EventCatalogue.standard().declares(projection.events());
    List<Class<? extends CustomerEvent>> types = new ArrayList<>();
    EventCatalogue.standard().all().stream().sorted(Comparator.comparing(EventDescriptor::type))
        .filter(type -> declared.test(type.type()) && type.recordType() != ExtensionFact.class)
        .forEach(type -> types.add(type.recordType()));
    return List.copyOf(types);
  }

  /** At the positions 1, 2, 3 …; when they happened is another order. */
  public List<Recorded> life(int length) {
    List<Recorded> life = new ArrayList<>();
    for (int position = 1; position <= length; position++) {
      Class<? extends CustomerEvent> type = types.get(events.random().nextInt(types.size()));
      life.add(recorded(position, events.instant(), events.of(type)));
    }
    return life;
  }

  /** An event as the log would hold it. */
  public static Recorded recorded(long position, Instant occurredAt, CustomerEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new Recorded(position, new UUID(1, position), null, null, CUSTOMER, type.type(), type.revision(), occurredAt,
        Instant.parse("2030-01-01T00:00:00Z").plusSeconds(position), Metadata.NONE, event);
  }
}
