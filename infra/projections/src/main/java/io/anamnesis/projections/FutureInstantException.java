package io.anamnesis.projections;

/** An {@code asOf} that lies in the future of the log's clock: what will be recorded by then is not known. */
public final class FutureInstantException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public FutureInstantException() {
    super("asOf lies in the future");
  }
}
