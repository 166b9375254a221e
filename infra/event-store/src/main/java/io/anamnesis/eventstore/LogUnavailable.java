package io.anamnesis.eventstore;

/** The log's database could not be asked. Reading again later is safe; an append never answers with this. */
public final class LogUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogUnavailable(Throwable cause) {
    super("the log's database does not answer", cause);
  }
}
