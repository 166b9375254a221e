package io.anamnesis.query.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Writes the rows of a table to a stream. */
public interface TableWriter {

  /** @param values one per column, of the column's type */
  void row(List<? extends @Nullable Object> values) throws IOException;

  /** @param about what the file says of itself, in a format that has a place for it */
  void finish(Map<String, String> about) throws IOException;
}
