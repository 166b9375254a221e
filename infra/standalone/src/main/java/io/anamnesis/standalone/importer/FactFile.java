package io.anamnesis.standalone.importer;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A file that gives facts. */
interface FactFile {
  DataFile file();

  /**
   * Gives every fact in file order, and tells the account of every row.
   *
   * @param progress is told how many stored bytes have been read
   */
  void read(Consumer<Fact> facts, Account account, LongConsumer progress);
}
