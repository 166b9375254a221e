package io.anamnesis.eventstore;

/** A position of the log is missing though there is a later one. Positions are dense: somebody has taken an event away. */
public final class LogHole extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final long position;

  /** @param before the position that there is in its place */
  public LogHole(long position, long before) {
    super("the log has a hole: position " + position + " is missing before " + before);
    this.position = position;
  }

  /** Made on another thread: so that it tells where it was met as well. */
  public LogHole(LogHole met) {
    super(met.getMessage(), met);
    this.position = met.position;
  }

  /** The first that is missing. */
  public long position() {
    return position;
  }
}
