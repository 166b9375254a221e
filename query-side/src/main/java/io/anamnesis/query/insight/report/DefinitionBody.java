package io.anamnesis.query.insight.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import io.anamnesis.events.EventCodec;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request as a tree, whether it is YAML or JSON. Of YAML nothing is constructed and a scalar is the text that it
 * shows: {@code 06:00} is no number of minutes.
 */
final class DefinitionBody {
  private static final int MOST_BYTES = 64 << 10;
  private static final int DEEPEST = 10;

  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private DefinitionBody() {}

  /** @throws ProblemException {@code malformed} or {@code too-large} */
  static ObjectNode of(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw Problem.of(ProblemType.TOO_LARGE).exception();
    }
    String type = String.valueOf(request.getContentType());
    if ((type.contains("json") ? json(body) : yaml(body)) instanceof ObjectNode members) {
      return members;
    }
    throw malformed();
  }

  private static JsonNode json(byte[] body) {
    try {
      return EventCodec.outside().readTree(body);
    } catch (JacksonException broken) {
      throw malformed();
    }
  }

  private static JsonNode yaml(byte[] body) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      Node root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        throw malformed();
      }
      return new DefinitionBody().tree(root);
    } catch (YAMLException | java.nio.charset.CharacterCodingException broken) {
      throw malformed();
    }
  }

  private JsonNode tree(Node node) {
    if (!seen.add(node)) {
      throw malformed(); // An alias: a definition says what it shows.
    }
    return switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> JsonNodeFactory.instance.nullNode();
      case ScalarNode scalar -> JsonNodeFactory.instance.stringNode(scalar.getValue());
      case SequenceNode sequence -> {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        sequence.getValue().forEach(item -> items.add(tree(item)));
        yield items;
      }
      case MappingNode mapping -> {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        mapping.getValue().forEach(member -> put(members, member));
        yield members;
      }
      default -> throw malformed();
    };
  }

  private void put(ObjectNode members, NodeTuple member) {
    if (!(member.getKeyNode() instanceof ScalarNode name)
        || members.putIfAbsent(name.getValue(), tree(member.getValueNode())) != null) {
      throw malformed();
    }
  }

  private static ProblemException malformed() {
    return Problem.of(ProblemType.MALFORMED).exception();
  }
}
