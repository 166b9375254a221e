package io.anamnesis.command.intake;

import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import org.jspecify.annotations.Nullable;

/** Says in the reader's language why an event was not taken: what would have been right, never what came. */
final class Wording {
  static final String BUNDLE = "io/anamnesis/command/intake/messages";

  private final Messages messages;

  Wording(Messages messages) {
    this.messages = messages;
  }

  String message(Language language, ProblemType code, @Nullable String field, String expected) {
    return messages.text(language, key(code, field), field, expected);
  }

  Problem problem(Rejection rejection) {
    String field = rejection.field();
    Problem problem = Problem.of(rejection.code()).detail(key(rejection.code(), field), field == null ? "" : field,
        rejection.expected());
    return field == null ? problem : problem.field(field);
  }

  private static String key(ProblemType code, @Nullable String field) {
    // What to do then is more than to mend the field.
    return field != null && Originals.UNKNOWN.contains(field)
        ? "facts.rejected.unknown-original"
        : "facts.rejected." + code.code();
  }
}
