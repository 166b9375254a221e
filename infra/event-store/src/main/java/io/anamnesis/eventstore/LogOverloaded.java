package io.anamnesis.eventstore;

/** The queue before the writer is full: back off and repeat. Nothing was appended. */
public final class LogOverloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogOverloaded(int waiting) {
    super("the log has " + waiting + " appends waiting; repeat a little later");
  }
}
