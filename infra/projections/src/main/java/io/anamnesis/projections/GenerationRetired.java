package io.anamnesis.projections;

/** The rows are not to be written any more: others have taken their place. */
final class GenerationRetired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GenerationRetired() {
    super("the generation was retired", null, false, false);
  }
}
