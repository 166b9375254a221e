package io.anamnesis.command.loyalty.publication;

import io.anamnesis.command.loyalty.publication.ProgrammeDiff.Change;
import io.anamnesis.command.loyalty.publication.ProgrammeDiff.Step;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Programmes in the words of a language. */
final class ProgrammeWords {
  static final String BUNDLE = "io/anamnesis/command/loyalty/publication/programme";

  private final Messages messages;
  private final Language language;

  ProgrammeWords(Messages messages, Language language) {
    this.messages = messages;
    this.language = language;
  }

  /** The key of a member's word. */
  static String key(String member) {
    return "programme.member." + member;
  }

  /** A sentence, such as {@code rule “visit”, points: 20 → 30}. */
  String sentence(Change change) {
    List<String> steps = change.path().stream().map(this::word).toList();
    return messages.text(language, "programme.change." + change.kind().name().toLowerCase(Locale.ROOT),
        String.join(messages.text(language, "programme.joint"), steps), words(change.before()), words(change.after()));
  }

  private String word(Step step) {
    // A member with languages, such as a benefit's text, has the language's tag for a name.
    String key = key(step.member());
    String word = messages.has(key) ? messages.text(language, key) : step.member();
    return step.element() == null ? word : messages.text(language, "programme.element", word, step.element());
  }

  private String words(@Nullable JsonNode told) {
    JsonNode value = Objects.requireNonNullElse(told, NullNode.getInstance());
    return switch (value.getNodeType()) {
      case BOOLEAN -> messages.text(language, "programme.value." + value.booleanValue());
      case NUMBER -> value.decimalValue().toPlainString();
      case ARRAY -> {
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(words(element)));
        yield "[" + String.join(", ", elements) + "]";
      }
      case OBJECT -> {
        List<String> members = new ArrayList<>();
        value.properties()
            .forEach(member -> members.add(word(new Step(member.getKey(), null)) + " " + words(member.getValue())));
        yield "(" + String.join(", ", members) + ")";
      }
      case STRING -> messages.text(language, "programme.text", value.stringValue());
      default -> "";
    };
  }
}
