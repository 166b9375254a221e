package io.anamnesis.projections;

/**
 * An event of the subject could not be folded, or a policy could not react to it: its view would be incomplete, so there
 * is none until the cause is mended and the key retried. Everybody else's views go on.
 */
public final class ParkedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subject;

  public ParkedException(String subject) {
    super("events of this subject are parked until their cause is mended");
    this.subject = subject;
  }

  ParkedException(String subject, Throwable cause) {
    this(subject);
    initCause(cause);
  }

  /** Whose events; not part of the message, which may reach a log line. */
  public String subject() {
    return subject;
  }
}
