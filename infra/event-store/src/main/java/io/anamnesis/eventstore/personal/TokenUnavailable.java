package io.anamnesis.eventstore.personal;

/** The token that holds the key-encryption key does not answer. Asking again later is safe. */
public final class TokenUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param token which one, without its PIN */
  public TokenUnavailable(String token, Throwable cause) {
    super("the token with the key-encryption key does not answer: " + token, cause);
  }
}
