package io.anamnesis.query.audit;

/** The last line of a stream whose reader asked how to tell one that ended from one that broke off. */
public record EndLine(End end) {

  /**
   * @param position the last position that was looked at: what came later is found after it
   * @param events how many lines there are before this one
   */
  public record End(long position, long events) {}

  static EndLine of(long position, long events) {
    return new EndLine(new End(position, events));
  }
}
