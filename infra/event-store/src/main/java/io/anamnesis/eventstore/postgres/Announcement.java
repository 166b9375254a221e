package io.anamnesis.eventstore.postgres;

/** The notification that wakes readers in other processes: once a batch, in the batch's transaction. */
final class Announcement {

  /** Put behind the statement that inserts; its parameter is {@link WritersTurn#CHANNEL}. */
  static final String AFTER_STATEMENT = """
      ;

      select pg_notify(?, '')""";

  private Announcement() {}
}
