package io.anamnesis.web;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // No stack trace: it is an answer, not a fault of ours.
    super(problem.type().code(), null, false, false);
    this.problem = problem;
  }

  /** A problem with its type's own detail. */
  public ProblemException(ProblemType type, Object... arguments) {
    this(Problem.of(type, arguments));
  }

  public Problem problem() {
    return problem;
  }
}
