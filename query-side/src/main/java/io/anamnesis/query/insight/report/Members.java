package io.anamnesis.query.insight.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Members of an object, asked for by name; what is wrong with one is told with its path. */
record Members(ObjectNode node, String path) {

  /** @throws ProblemException {@code invalid}, naming the first member that is none of these */
  void refuseOthers(String... known) {
    for (String name : node.propertyNames()) {
      if (!Set.of(known).contains(name)) {
        throw invalid(name, "problem.invalid.report-member", String.join(", ", known));
      }
    }
  }

  /** @throws ProblemException {@code missing} */
  String required(String name) {
    return text(name).orElseThrow(() -> Problem.of(ProblemType.MISSING).field(path + name).exception());
  }

  /** A text, a number or a truth value, as a text; empty where it is absent, null or blank. */
  Optional<String> text(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(text(value, name)).filter(text -> !text.isEmpty());
  }

  List<String> texts(String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw invalid(name, "problem.invalid.report-list");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      texts.add(text(value.get(i), name + "[" + i + "]"));
    }
    return texts;
  }

  /** Members of a member; none where it is absent. */
  Members child(String name) {
    return switch (node.path(name)) {
      case ObjectNode child -> new Members(child, path + name + ".");
      case JsonNode absent when absent.isMissingNode() || absent.isNull() ->
        new Members(JsonNodeFactory.instance.objectNode(), path + name + ".");
      default -> throw invalid(name, "problem.invalid.report-object");
    };
  }

  /** @param name of the member that is at fault; empty: this object itself */
  ProblemException invalid(String name, String detail, Object... arguments) {
    String field = name.isEmpty() ? path.substring(0, path.length() - 1) : path + name;
    return Problem.of(ProblemType.INVALID).field(field).detail(detail, arguments).exception();
  }

  private String text(JsonNode value, String name) {
    if (!value.isValueNode()) {
      throw invalid(name, "problem.invalid.text");
    }
    return value.asString().strip();
  }
}
