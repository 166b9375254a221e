package io.anamnesis.query.insight.report;

import java.util.Locale;

import io.anamnesis.projections.ViewNotReadyException;
import io.anamnesis.web.ProblemException;

/** Why a file could not be made, as a code. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private Failure(String code) {
    super(code, null, false, false);
  }

  static Failure of(String code) {
    return new Failure(code);
  }

  /** What stands for a failure of any kind: messages may hold what nobody should read. */
  static String code(Exception failure) {
    return switch (failure) {
      case Failure told -> String.valueOf(told.getMessage());
      case ViewNotReadyException building -> "view-not-ready";
      case ProblemException problem -> problem.problem().type().code();
      default -> failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
