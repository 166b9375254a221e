package io.anamnesis.projections;

/** A read over all subjects of a view whose first rows are still being built: try again later. */
public final class ViewNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ViewNotReadyException(String view) {
    super("view " + view + " is still being built; repeat a little later");
  }
}
