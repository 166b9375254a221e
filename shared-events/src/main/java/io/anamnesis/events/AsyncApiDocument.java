package io.anamnesis.events;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All event types as an AsyncAPI 3.0 document, written from the catalogue, so that it cannot say anything else. */
public final class AsyncApiDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String FACTS = "facts";
  private static final String DECISIONS = "decisions";
  private static final String EXTENSION = "x";

  private final EventCatalogue catalogue;
  private final ObjectNode document = NODES.objectNode();

  private AsyncApiDocument(EventCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The document as indented JSON, which is YAML as well. */
  public static String json(EventCatalogue catalogue) {
    var indented = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return EventCodec.mapper().writer().with(indented).writeValueAsString(new AsyncApiDocument(catalogue).build())
        + "\n";
  }

  private ObjectNode build() {
    document.put("asyncapi", "3.0.0");
    document.putObject("info").put("title", "Anamnesis").put("version", "1").put("description",
        "Every type of event. Facts come in as CloudEvents; decisions are taken by this system. Each is in the log at a "
            + "position of its own. Generated from the event records; a test holds this document equal to them.");
    document.put("defaultContentType", "application/json");
    ObjectNode channels = document.putObject("channels");
    channel(channels.putObject(FACTS).put("address", "/api/v1/facts"), facts(),
        "Facts that sources tell, one a request, in an array, or one a line.");
    channel(channels.putObject(DECISIONS).putNull("address"), decisions(),
        "Decisions in the log, which readers follow by position; a customer's are among the lines of "
            + "/api/v1/audit/customers/{customer}/history.");
    ObjectNode operations = document.putObject("operations");
    operation(operations.putObject("recordFact"), "receive", FACTS, "Record a fact, once and for all.");
    operation(operations.putObject("recordDecision"), "send", DECISIONS, "Record what was decided, with its cause.");
    components(document.putObject("components"));
    return document;
  }

  private List<String> facts() {
    List<String> types = new ArrayList<>(types(true));
    types.add(EXTENSION);
    return types;
  }

  private List<String> decisions() {
    return types(false);
  }

  private List<String> types(boolean facts) {
    return catalogue.all().stream().filter(type -> type.isFact() == facts).map(EventDescriptor::type).toList();
  }

  private static void channel(ObjectNode channel, List<String> types, String description) {
    channel.put("description", description);
    ObjectNode messages = channel.putObject("messages");
    types.forEach(type -> messages.putObject(type).put("$ref", "#/components/messages/" + type));
  }

  private static void operation(ObjectNode operation, String action, String channel, String summary) {
    operation.put("action", action).put("summary", summary).putObject("channel").put("$ref", "#/channels/" + channel);
  }

  private void components(ObjectNode components) {
    ObjectNode messages = components.putObject("messages");
    ObjectNode schemas = components.putObject("schemas");
    for (EventDescriptor type : catalogue.all()) {
      ObjectNode data = EventSchema.of(catalogue, type, type.revision());
      data.remove(List.of("$schema", "$id"));
      schemas.set(type.type(), data);
      message(messages.putObject(type.type()), type);
    }
    extension(messages.putObject(EXTENSION));
  }

  private static void message(ObjectNode message, EventDescriptor type) {
    message.put("name", type.type()).put("title", EventWords.title(type.type()));
    EventWords.description(type.type()).ifPresent(words -> message.put("summary", words));
    ObjectNode data = NODES.objectNode().put("$ref", "#/components/schemas/" + type.type());
    if (type.isFact()) {
      message.put("contentType", "application/cloudevents+json");
      ObjectNode subject = NODES.objectNode().put("type", "string")
          .put("pattern", type.ofSite() ? "^site:[A-Za-z0-9._-]{1,64}$" : "^[A-Za-z0-9._-]{1,64}$");
      message.set("payload", cloudEvent(NODES.objectNode().put("const", type.type()), subject, data));
    } else {
      message.set("payload", data);
    }
  }

  private static void extension(ObjectNode message) {
    message.put("name", EXTENSION).put("title", "Any other fact").put("summary",
        "A fact of a source's own type: kept, replayable and countable; sealed but for what a registered schema marks "
            + "clear. Such schemas are data, and told by /api/v1/event-types/{type}.")
        .put("contentType", "application/cloudevents+json");
    message.set("payload",
        cloudEvent(NODES.objectNode().put("type", "string").put("pattern", "^x\\..{1,200}$"),
            NODES.objectNode().put("type", "string").put("pattern", "^[A-Za-z0-9._-]{1,64}$"),
            NODES.objectNode().put("type", "object")));
  }

  private static ObjectNode cloudEvent(ObjectNode type, ObjectNode subject, ObjectNode data) {
    ObjectNode envelope = NODES.objectNode().put("type", "object");
    ArrayNode required = envelope.putArray("required");
    List.of("specversion", "id", "source", "type", "subject", "time", "data").forEach(required::add);
    ObjectNode attributes = envelope.putObject("properties");
    attributes.putObject("specversion").put("const", "1.0");
    attributes.putObject("id").put("type", "string").put("minLength", 1);
    attributes.putObject("source").put("type", "string").put("minLength", 1);
    attributes.set("type", type);
    attributes.set("subject", subject);
    attributes.putObject("time").put("type", "string").put("format", "date-time").put("description",
        "when it happened");
    attributes.set("data", data);
    return envelope;
  }
}
