package io.anamnesis.query.audit.bundle;

import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.EventSchema;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.eventstore.StoredEvent;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of what a life holds, one a line: compiled in, or registered for a source's own type. */
final class SchemaLines {
  private final EventCatalogue catalogue;
  private final EventSchemas registered;
  private final SortedSet<Form> forms =
      new TreeSet<>(Comparator.comparing(Form::type).thenComparingInt(Form::revision));

  /** A type as of one revision. */
  private record Form(String type, int revision) {}

  /** @param schema JSON Schema 2020-12 of the payload in clear; null where nobody has given one */
  public record Line(String type, int revision, @Nullable ObjectNode schema) {}

  /** @param registered as of the last event */
  SchemaLines(EventCatalogue catalogue, EventSchemas registered) {
    this.catalogue = catalogue;
    this.registered = registered;
  }

  void saw(StoredEvent event) {
    forms.add(new Form(event.type(), event.revision()));
  }

  SortedSet<String> types() {
    SortedSet<String> types = new TreeSet<>();
    forms.forEach(form -> types.add(form.type()));
    return types;
  }

  String text() {
    StringBuilder lines = new StringBuilder();
    for (Form form : forms) {
      Line line = new Line(form.type(), form.revision(), schema(form).orElse(null));
      lines.append(EventCodec.mapper().writeValueAsString(line)).append('\n');
    }
    return lines.toString();
  }

  private Optional<ObjectNode> schema(Form form) {
    return registered.find(form.type(), form.revision()).map(ExtensionSchema::described)
        .or(() -> catalogue.find(form.type()).filter(known -> form.revision() <= known.revision())
            .map(known -> compiled(known, form.revision())));
  }

  private ObjectNode compiled(EventDescriptor known, int revision) {
    return EventSchema.of(catalogue, known, revision);
  }
}
