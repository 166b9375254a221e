package io.anamnesis.projections.declared;

import io.anamnesis.projections.declared.Node.Items;
import io.anamnesis.projections.declared.Node.Member;
import io.anamnesis.projections.declared.Node.Members;
import io.anamnesis.projections.declared.Node.Scalar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The tree of a YAML text. Nothing is constructed from it: tags, anchors and aliases are refused, so that a definition says
 * what it shows.
 */
final class DefinitionYaml {
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

  private final int[] text;
  private final Set<org.yaml.snakeyaml.nodes.Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private DefinitionYaml(String text) {
    this.text = text.codePoints().toArray();
  }

  /** @throws InvalidDefinition if it is no YAML, or more of it than is taken */
  static Node read(DefinitionText definition) throws InvalidDefinition {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(Limits.NESTING);
    options.setCodePointLimit(Limits.DEFINITION_BYTES + 1);
    try {
      org.yaml.snakeyaml.nodes.Node root = new Yaml(options).compose(new StringReader(definition.text()));
      if (root == null) {
        throw InvalidDefinition.of(Place.START, Fault.EMPTY);
      }
      return new DefinitionYaml(definition.text()).node(root);
    } catch (MarkedYAMLException broken) {
      throw InvalidDefinition.of(place(broken.getProblemMark()), Fault.NOT_YAML, String.valueOf(broken.getProblem()));
    } catch (YAMLException broken) {
      throw InvalidDefinition.of(Place.START, Fault.NOT_YAML, String.valueOf(broken.getMessage()).lines().findFirst()
          .orElse(""));
    }
  }

  private Node node(org.yaml.snakeyaml.nodes.Node node) throws InvalidDefinition {
    Place place = place(node.getStartMark());
    if (!seen.add(node) || node instanceof AnchorNode || node.getAnchor() != null) {
      throw InvalidDefinition.of(place, Fault.ALIAS);
    }
    if (!PLAIN.contains(node.getTag())) {
      throw InvalidDefinition.of(place, Fault.TAG, node.getTag().getValue());
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, place);
      case SequenceNode sequence -> {
        List<Node> items = new ArrayList<>();
        for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
          items.add(node(item));
        }
        yield new Items(List.copyOf(items), place);
      }
      case MappingNode mapping -> members(mapping, place);
      default -> throw InvalidDefinition.of(place, Fault.ALIAS);
    };
  }

  private Members members(MappingNode mapping, Place place) throws InvalidDefinition {
    Map<String, Member> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(node(tuple.getKeyNode()) instanceof Scalar name)) {
        throw InvalidDefinition.of(place(tuple.getKeyNode().getStartMark()), Fault.EXPECTED_TEXT, "");
      }
      Member member = new Member(name.value(), name.place(), node(tuple.getValueNode()));
      if (members.putIfAbsent(member.name(), member) != null) {
        throw InvalidDefinition.of(name.place(), Fault.REPEATED_MEMBER, name.value());
      }
    }
    return new Members(Collections.unmodifiableMap(members), place);
  }

  private Scalar scalar(ScalarNode scalar, Place place) {
    boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
    return new Scalar(scalar.getValue(), Positions.of(scalar.getValue(), text, scalar.getStartMark().getIndex(),
        Math.min(text.length, scalar.getEndMark().getIndex()), place, block));
  }

  private static Place place(@Nullable Mark mark) {
    return mark == null ? Place.START : new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
