package io.anamnesis.query.audit.difference;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.Projection;

/** The events between two instants, the first of them: enough for a person to look through. */
final class Between {
  private static final int MOST = 1_000;

  private final Interval interval;
  private final List<Told> told = new ArrayList<>();
  private boolean truncated;

  private Between(Interval interval) {
    this.interval = interval;
  }

  /**
   * An event without what it says.
   *
   * @param about type of the fact that it corrects or withdraws
   */
  record Told(long position, UUID eventId, String type, @Nullable String stream, Instant occurredAt,
      Instant recordedAt, @Nullable String actor, @Nullable UUID causedBy, @Nullable String about) {
    private static Told of(StoredEvent event, EventDecoder decoder) {
      Metadata metadata = decoder.metadata(event);
      Original about = metadata.original();
      return new Told(event.position(), event.eventId(), event.type(), event.stream(), event.occurredAt(),
          event.recordedAt(), metadata.actor(), metadata.causedBy(), about == null ? null : about.type());
    }
  }

  static Between of(EventLog log, EventDecoder decoder, Interval interval, String customer, long last)
      throws IOException {
    Between between = new Between(interval);
    interval.events(log, customer, last, event -> between.add(event, decoder));
    return between;
  }

  private void add(StoredEvent event, EventDecoder decoder) {
    if (told.size() == MOST) {
      truncated = true;
    } else {
      told.add(Told.of(event, decoder));
    }
  }

  List<Told> events() {
    return told;
  }

  /** Whether there are more than are told. */
  boolean isTruncated() {
    return truncated;
  }

  /**
   * Positions of those that are a model's business: of its types, and of what restates a fact of these. Where the fact occurred is what
   * counts on the other clock, and there the correction of it counts at both instants.
   */
  List<Long> takenBy(Projection<?, ?> model) {
    Subscription declared = EventCatalogue.standard().declares(model.events());
    return told.stream()
        .filter(event -> declared.test(event.type())
            || (interval.clock() == Interval.Clock.RECORDED && event.about != null && declared.test(event.about)))
        .map(Told::position).toList();
  }
}
