package io.anamnesis.projections;

/**
 * A fold refuses an event by a rule of its own, such as a bound; the subject is parked. Its message is shown to people as the
 * cause: it holds names, numbers and places, never a value of the event.
 */
public final class FoldRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FoldRefused(String message) {
    // No stack trace: the message says which rule it was.
    super(message, null, false, false);
  }
}
