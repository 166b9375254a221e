package io.anamnesis.command.intake;

import io.anamnesis.web.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * An event that was not taken, and why.
 *
 * @param source its own, where it could be read and has its form; else that of the event next to it in the request
 * @param id where it could be read and has its form
 * @param code one of the codes of the contract
 * @param field what is at fault: an attribute, or a path such as {@code data.lines[0].amount}; null for the whole
 * @param expected what would have been right, never what came
 */
record Rejection(RawFact raw, @Nullable String source, @Nullable String id, ProblemType code, @Nullable String field,
    String expected) implements Parsed, Ready, Fate {

  Rejection withSource(@Nullable String of) {
    return new Rejection(raw, of, id, code, field, expected);
  }
}
