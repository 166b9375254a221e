package io.anamnesis.projections.declared;

/** The newest version of a definition is not the one upon which the next was to be posted. */
public final class Superseded extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
