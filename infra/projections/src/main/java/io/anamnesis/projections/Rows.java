package io.anamnesis.projections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a table: first what it is, then its rows in their order. */
public interface Rows {

  /** Once, before the first row; also of a table without any. What is thrown here ends the reading. */
  void begin(Table table);

  /**
   * @param values one per column, of the column's type
   * @param place where to go on after this row
   * @return whether another row is wanted
   */
  boolean take(List<@Nullable Object> values, RowPlace place);
}
