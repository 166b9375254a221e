package io.anamnesis.standalone.witness;

/** The log has signed what cannot be true together with what it signed before: it shows different pasts. */
final class SplitView extends Exception {
  private static final long serialVersionUID = 1L;

  SplitView(String message) {
    super(message);
  }
}
