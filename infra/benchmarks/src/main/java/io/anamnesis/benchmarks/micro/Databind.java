package io.anamnesis.benchmarks.micro;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Upcaster;
import io.anamnesis.events.loyalty.PointsEarnedBecause;
import io.anamnesis.events.loyalty.PointsEarnedParts;
import io.anamnesis.eventstore.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/** The control: readers of Jackson databind, made once, that refuse what is told twice. */
final class Databind {
  private static final ObjectReader JSON =
      EventCodec.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final EventCatalogue catalogue = EventCatalogue.standard();
  private final List<Upcaster> upcasters = List.of(new PointsEarnedParts(), new PointsEarnedBecause());
  private final ObjectReader metadata = JSON.forType(Metadata.class);
  private final Map<String, ObjectReader> records = new HashMap<>();

  Databind() {
    catalogue.all().forEach(known -> records.put(known.type(), JSON.forType(known.recordType())));
  }

  CustomerEvent decode(String type, int revision, String payload) {
    EventDescriptor descriptor = catalogue.find(type).orElseThrow();
    ObjectReader reader = records.getOrDefault(type, JSON);
    if (descriptor.revision() == revision) {
      return reader.readValue(payload);
    }
    ObjectNode lifted = (ObjectNode) JSON.readTree(payload);
    for (Upcaster upcaster : upcasters) {
      lifted = upcaster.fromRevision() < revision ? lifted : upcaster.upcast(lifted);
    }
    return reader.readValue(lifted);
  }

  Metadata metadata(String json) {
    return metadata.readValue(json);
  }

  Recorded decode(StoredEvent stored) {
    return new Recorded(stored.position(), stored.eventId(), stored.stream(), stored.seq(), stored.subject(),
        stored.type(), stored.revision(), stored.occurredAt(), stored.recordedAt(), metadata(stored.metadata()),
        decode(stored.type(), stored.revision(), stored.payload()));
  }
}
