package io.anamnesis.benchmarks;

import java.util.List;
import java.util.UUID;

/** A store that can be put through the {@link Gate} as well: opened on a database of its own for that. */
interface Gated extends Subject {
  String database();

  EventRows rows();

  /**
   * Appends an event of long ago, in a transaction of its own.
   *
   * @param seq its number in the stream, from 0; a store that lets nobody give numbers counts by itself
   * @throws RuntimeException if it was refused, rolled back, or its fate is not known
   */
  void append(UUID id, String stream, long seq);

  /** A reader of all events, from the first on, as the store's users are told to read. */
  Follower follow();

  /**
   * Where events lie.
   *
   * @param table with its schema
   * @param id an expression in SQL: the id of the event in a row, as text
   * @param position the columns that order all events for a reader
   */
  record EventRows(String table, String id, String position) {}

  /** Keeps its own token or cursor. */
  interface Follower extends AutoCloseable {

    /** Ids of the events that have come since it was last asked; does not wait for more. */
    List<UUID> next();

    @Override
    default void close() {}
  }
}
