package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.anamnesis.projections.FoldRefused;
import java.util.Locale;
import java.util.SortedSet;

/** A checked expression at its place in the definition. Pure, and thread-safe. */
final class Expression {
  private final Place place;
  private final CelType type;
  private final SortedSet<String> fields;
  private final CelRuntime.Program program;

  Expression(Place place, CelType type, SortedSet<String> fields, CelRuntime.Program program) {
    this.place = place;
    this.type = type;
    this.fields = fields;
    this.program = program;
  }

  CelType type() {
    return type;
  }

  /** Of the event; as {@link FieldsRead} names them. */
  SortedSet<String> fields() {
    return fields;
  }

  /** @throws FoldRefused if it cannot be computed: a division by zero, an overflow, a bound */
  Object evaluate(Scope scope) {
    try {
      return program.eval(scope);
    } catch (CelEvaluationException failed) {
      throw refused(reason(failed));
    }
  }

  FoldRefused refused(String reason) {
    return new FoldRefused("definition " + place + ": " + reason);
  }

  /** The messages of the runtime may quote values of the event; its codes do not. */
  private static String reason(CelEvaluationException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof FoldRefused own) {
        return String.valueOf(own.getMessage());
      }
    }
    return failed.getErrorCode().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
