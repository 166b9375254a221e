package io.anamnesis.query.insight.definition;

import java.util.List;

import io.anamnesis.projections.declared.Fault;
import io.anamnesis.projections.declared.InvalidDefinition;
import io.anamnesis.projections.declared.InvalidDefinition.Complaint;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** What is wrong with a definition, in the words of its author's language. */
final class DefinitionProblems {
  private final Messages messages;

  DefinitionProblems(Messages messages) {
    this.messages = messages;
  }

  /** The key of the words for a fault. */
  static String key(Fault fault) {
    return "definition." + fault.code();
  }

  /** A complaint as the member {@code errors} lists it. */
  record Told(int line, int column, String code, String message) {}

  Problem of(InvalidDefinition invalid, Language language) {
    List<Told> errors = invalid.complaints().stream().map(complaint -> told(complaint, language)).toList();
    Told first = errors.getFirst();
    // As texts: a number would be grouped by thousands.
    return Problem.of(ProblemType.INVALID_DEFINITION, Integer.toString(first.line), Integer.toString(first.column),
        first.message, Integer.toString(errors.size())).member("line", first.line).member("column", first.column)
        .member("errors", errors);
  }

  private Told told(Complaint complaint, Language language) {
    Object[] words = complaint.arguments().stream().map(Object::toString).toArray();
    return new Told(complaint.place().line(), complaint.place().column(), complaint.fault().code(),
        messages.text(language, key(complaint.fault()), words));
  }
}
