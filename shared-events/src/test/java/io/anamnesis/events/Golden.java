package io.anamnesis.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A payload of every type and revision ever stored, to the byte. Written once by hand; no test rewrites one. */
record Golden(String type, int revision, String payload) {
  private static final Pattern NAME = Pattern.compile("(.+)\\.r([0-9]+)\\.json");
  private static final List<Golden> ALL = load();

  static List<Golden> all() {
    return ALL;
  }

  static Golden newest(EventDescriptor descriptor) {
    return ALL.stream()
        .filter(golden -> golden.type.equals(descriptor.type()) && golden.revision == descriptor.revision()).findFirst()
        .orElseThrow(() -> new AssertionError("no golden file of " + descriptor));
  }

  /** What a source would have sent for the payload: clear words where ciphertext stands. */
  static ObjectNode sample(EventDescriptor descriptor) {
    return newest(descriptor).clear();
  }

  /** The payload with clear words where ciphertext stands. */
  ObjectNode clear() {
    return (ObjectNode) unsealed(EventCodec.mapper().readTree(payload), "");
  }

  private static JsonNode unsealed(JsonNode stored, String name) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (stored.isObject() && stored.has(Sealed.MEMBER)) {
      return switch (name) {
        case "birthDate" -> nodes.stringNode("1988-05-04");
        case "answers", "data" -> nodes.objectNode().set("any", nodes.arrayNode().add(1).add("two"));
        default -> nodes.stringNode("clear words 字");
      };
    } else if (stored.isObject()) {
      ObjectNode clear = nodes.objectNode();
      for (Map.Entry<String, JsonNode> entry : stored.properties()) {
        clear.set(entry.getKey(), unsealed(entry.getValue(), entry.getKey()));
      }
      return clear;
    } else if (stored.isArray()) {
      var clear = nodes.arrayNode();
      stored.forEach(element -> clear.add(unsealed(element, name)));
      return clear;
    }
    return stored;
  }

  private static List<Golden> load() {
    try (Stream<Path> files = Files.list(Path.of(Golden.class.getResource("/golden").toURI()))) {
      return files.sorted().map(Golden::read).toList();
    } catch (IOException | URISyntaxException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static Golden read(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(file + " is not named <type>.r<revision>.json");
    }
    try {
      return new Golden(name.group(1), Integer.parseInt(name.group(2)), Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return type + " r" + revision;
  }
}
