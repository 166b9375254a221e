package io.anamnesis.eventstore.postgres;

/** What the processes on one log agree on, as it is for the log itself. */
final class WritersTurn {

  /** Key of the advisory lock that a writer holds until its transaction ends. */
  static final long LOCK = 0x616E_616D_6E65_7369L;

  /** Key of the advisory lock that everyone shares who listens. */
  static final long LISTENERS = LOCK + 1;

  /** A statement of its own: the one that follows has a snapshot younger than the turn, and sees the last row. */
  static final String TAKE = """
      select pg_advisory_xact_lock(?);

      """;

  /** The last position, and when what is appended now is recorded. */
  static final String HEAD_AND_TIME =
      """
      select coalesce(last.position, 0) as head,
             greatest(last.recorded_at + interval '1 microsecond', clock_timestamp()) as recorded_at
      from (values (1)) one
      left join lateral (select position, recorded_at from log.event order by position desc limit 1) last on true""";

  /** The same of a log that is not empty: cheaper, and no row of one that is. */
  static final String LAST_AND_TIME = """
      select position, greatest(recorded_at + interval '1 microsecond', clock_timestamp()) as next_recorded_at
      from log.event order by position desc limit 1""";

  /** Put behind the statement that inserts, to wake readers in other processes; its parameter is the log's channel. */
  static final String ANNOUNCE = """
      ;

      select pg_notify(?, '')""";

  private WritersTurn() {}

  /** What is true in {@code pg_locks} of those who hold an advisory lock of this database, shared or alone. */
  static String isHeld(long key) {
    return """
        locktype = 'advisory' and granted and objsubid = 1
          and database = (select oid from pg_database where datname = current_database())
          and classid = %d::oid and objid = %d::oid""".formatted(key >>> 32, key & 0xFFFF_FFFFL);
  }
}
