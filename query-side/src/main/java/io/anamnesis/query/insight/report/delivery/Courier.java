package io.anamnesis.query.insight.report.delivery;

/** A way to receivers of one kind. */
@FunctionalInterface
public interface Courier {

  /**
   * Returns when the receiver has taken the file.
   *
   * @param target URL or address
   * @throws NotTaken also where the receiver may have it, and has not said so
   */
  void deliver(String target, Parcel parcel) throws NotTaken;
}
