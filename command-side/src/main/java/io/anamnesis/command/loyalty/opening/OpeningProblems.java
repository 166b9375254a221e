package io.anamnesis.command.loyalty.opening;

import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with an uploaded batch, in the words of whoever uploaded it. */
final class OpeningProblems {
  static final String BUNDLE = "io/anamnesis/command/loyalty/opening/opening";

  private final Messages messages;

  OpeningProblems(Messages messages) {
    this.messages = messages;
  }

  /** A fault as the member {@code errors} lists it. */
  record Told(int line, @Nullable String field, String code, String message) {}

  /** The key of the words for a fault. */
  static String key(OpeningFault.Kind kind) {
    return "opening.fault." + kind.code();
  }

  /** The first hundred are listed, {@code count} is whole. */
  Problem of(OpeningFaults faults, Language language) {
    List<Told> errors = faults.listed().stream().map(fault -> told(fault, language)).toList();
    Told first = errors.getFirst();
    Problem problem = Problem.of(ProblemType.INVALID_OPENING_BALANCES, Integer.toString(first.line), first.message,
        Integer.toString(faults.count())).member("line", first.line).member("count", faults.count())
        .member("errors", errors);
    return first.field == null ? problem : problem.field(first.field);
  }

  private Told told(OpeningFault fault, Language language) {
    return new Told(fault.line(), fault.field(), fault.kind().code(),
        messages.text(language, key(fault.kind()), fault.arguments().toArray()));
  }
}
