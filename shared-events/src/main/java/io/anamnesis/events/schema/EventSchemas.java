package io.anamnesis.events.schema;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.insight.SchemaEvent.SchemaRegistered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that is registered of types {@code x.…}, as a fold of the log. It answers for any earlier position as it did then. A fact
 * tells itself by which revision it was sealed: no reader of a fact asks here. Immutable.
 */
public final class EventSchemas {
  public static final EventSchemas NONE = new EventSchemas(Map.of());

  private final Map<String, List<ExtensionSchema>> byType;

  private EventSchemas(Map<String, List<ExtensionSchema>> byType) {
    this.byType = byType;
  }

  /** @param event a {@link SchemaRegistered} */
  public EventSchemas with(Recorded event) {
    if (!(event.event() instanceof SchemaRegistered registered)) {
      throw new IllegalArgumentException(event.type() + " registers no schema");
    }
    Map<String, List<ExtensionSchema>> more = new TreeMap<>(byType);
    List<ExtensionSchema> revisions = new ArrayList<>(revisions(registered.eventType()));
    revisions.add(new ExtensionSchema(registered.eventType(), registered.revision(), event.position(),
        registered.schema(), fields(registered, event.position())));
    more.put(registered.eventType(), List.copyOf(revisions));
    return new EventSchemas(more);
  }

  private static Map<String, FieldSchema> fields(SchemaRegistered registered, long position) {
    try {
      return SchemaReader.read(EventCodec.mapper().readTree(registered.schema()));
    } catch (InvalidSchema ofAnotherBuild) {
      throw new IllegalStateException("the schema at position " + position + " cannot be read by this build",
          ofAnotherBuild);
    }
  }

  public Set<String> types() {
    return Collections.unmodifiableSet(byType.keySet());
  }

  /** In the order of their registration. */
  public List<ExtensionSchema> revisions(String type) {
    return byType.getOrDefault(type, List.of());
  }

  public Optional<ExtensionSchema> newest(String type) {
    List<ExtensionSchema> revisions = revisions(type);
    return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.getLast());
  }

  /** Empty for {@link ExtensionSchema#UNREGISTERED} and for a revision that is not registered. */
  public Optional<ExtensionSchema> find(String type, int revision) {
    return revisions(type).stream().filter(one -> one.revision() == revision).findFirst();
  }

  /** The fields that the newest revision marks clear: what may be asked for anew. */
  public OpenFields openNow() {
    return type -> newest(type).map(ExtensionSchema::open).orElse(Map.of());
  }

  /**
   * The fields that any revision marked clear that was registered before a position: what was asked for by then goes on to be
   * answered, though there may be no more of it.
   */
  public OpenFields everOpen(long position) {
    return type -> {
      Map<String, FieldForm> open = new LinkedHashMap<>();
      revisions(type).stream().filter(one -> one.registeredAt() < position).forEach(one -> open.putAll(one.open()));
      return open;
    };
  }
}
