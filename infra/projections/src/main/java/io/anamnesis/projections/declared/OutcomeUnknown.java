package io.anamnesis.projections.declared;

/** Whether something was recorded is not known: who asked should ask again. */
public final class OutcomeUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknown() {
    super("whether it was recorded is not known", null, false, false);
  }
}
