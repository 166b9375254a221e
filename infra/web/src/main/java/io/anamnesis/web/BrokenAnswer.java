package io.anamnesis.web;

/**
 * An answer under way cannot be finished: the connection is broken off, so that nobody takes a part for the whole. What
 * went wrong is in the log already.
 */
public final class BrokenAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BrokenAnswer() {
    super("an answer under way was broken off", null, false, false);
  }

  /** Notes the cause, without its message, and gives what is to be thrown. */
  public static BrokenAnswer because(Throwable cause) {
    ProblemAdvice.internal(cause);
    return new BrokenAnswer();
  }
}
