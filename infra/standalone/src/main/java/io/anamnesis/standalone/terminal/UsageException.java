package io.anamnesis.standalone.terminal;

import java.util.Objects;

/** A command that was given wrong words; the message is for the person at the terminal. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
