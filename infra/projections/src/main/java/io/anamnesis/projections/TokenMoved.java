package io.anamnesis.projections;

/** Another process is at work on the same rows: what was computed here is void. */
final class TokenMoved extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenMoved() {
    super("the token was moved by another process", null, false, false);
  }
}
