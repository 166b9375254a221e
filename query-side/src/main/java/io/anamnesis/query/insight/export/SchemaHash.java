package io.anamnesis.query.insight.export;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.anamnesis.events.CanonicalJson;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.EventSchema;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.projections.Column;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says in one word whether the form of a file has changed. */
final class SchemaHash {

  private SchemaHash() {}

  static String of(List<Column> columns) {
    return hash(described(columns));
  }

  /**
   * Of events: their payloads have a form, too.
   *
   * @param last position of the file: what was registered later is none of its business
   */
  static String of(List<Column> columns, EventCatalogue catalogue, EventSchemas registered, long last) {
    ObjectNode form = described(columns);
    ObjectNode payloads = form.putObject("payloads");
    for (EventDescriptor type : catalogue.all()) {
      payloads.set(type.type(), EventSchema.of(catalogue, type, type.revision()));
    }
    registered.types().forEach(type -> registered.revisions(type).stream()
        .filter(schema -> schema.registeredAt() <= last).forEach(schema -> payloads.set(type, schema.described())));
    return hash(form);
  }

  private static ObjectNode described(List<Column> columns) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    ArrayNode list = form.putArray("columns");
    columns.forEach(column -> list.addObject().put("name", column.name()).put("type", column.type().name()));
    return form;
  }

  private static String hash(ObjectNode form) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(form)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
