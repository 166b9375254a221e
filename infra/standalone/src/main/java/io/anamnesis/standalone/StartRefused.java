package io.anamnesis.standalone;

import java.util.Objects;

/** An instance that cannot start, and why: a sentence for the person at the terminal. */
final class StartRefused extends Exception {
  static final int FOLDER = 2;
  static final int FOLDER_IN_USE = 3;
  static final int PORT_IN_USE = 4;
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StartRefused(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  int exitCode() {
    return exitCode;
  }
}
