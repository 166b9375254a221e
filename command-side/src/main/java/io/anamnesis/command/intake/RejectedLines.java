package io.anamnesis.command.intake;

/** Lines that were not taken, for who has to forget a person. */
public interface RejectedLines {

  /**
   * Deletes every line that names the customer's number anywhere. A line that comes later is kept as long as any other.
   *
   * @return how many there were
   */
  long forget(String customer);
}
