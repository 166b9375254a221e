package io.anamnesis.command.decision;

import io.anamnesis.web.Problem;

/** The state does not allow what was asked. Nothing was recorded. */
public abstract class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected Refusal(String reason) {
    // No stack trace: it is an answer, not a fault of ours.
    super(reason, null, false, false);
  }

  /** What the caller is told. */
  public abstract Problem problem();
}
