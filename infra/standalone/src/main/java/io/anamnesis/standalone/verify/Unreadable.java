package io.anamnesis.standalone.verify;

import java.util.Objects;

/** What was given cannot be judged at all; the message is for the person at the terminal. */
final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unreadable(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
