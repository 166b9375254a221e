package io.anamnesis.standalone.witness;

/** Nothing could be looked at, and this is why: a sentence for the person at the terminal. Says nothing against the log. */
final class CannotWitness extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotWitness(String message) {
    super(message);
  }
}
