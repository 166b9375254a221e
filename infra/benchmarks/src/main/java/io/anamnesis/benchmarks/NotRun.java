package io.anamnesis.benchmarks;

/** A peer that cannot run here; the message says what it needs. */
final class NotRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotRun(String needs, Throwable cause) {
    super(needs, cause);
  }
}
