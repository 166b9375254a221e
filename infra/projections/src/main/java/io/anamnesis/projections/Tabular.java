package io.anamnesis.projections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projection that says itself how a subject's state is rows of a table, for people and tools. Without it a state is one
 * row: a JSON value.
 *
 * @param <S> the projection's state
 */
public interface Tabular<S> {

  /** The columns after the subject's own, which comes first and holds a pseudonym. At least one. */
  List<Column> columns();

  /**
   * The rows of a subject, a value per column, in an order of their own that does not change with the state's other rows. No
   * personal value and no customer's number may be among them.
   */
  List<List<@Nullable Object>> rows(S state);
}
