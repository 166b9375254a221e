package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Table.Row;
import java.math.BigDecimal;

/** What a field of a fact is made of. */
@FunctionalInterface
interface Expression {
  /**
   * @return a {@link String}, a {@link BigDecimal} or a {@link Boolean}; an empty text is no value
   * @throws RowRefused if it cannot be computed for this row
   */
  Object evaluate(Row row);

  /** An {@link Expression} that gives a text. */
  @FunctionalInterface
  interface OfText extends Expression {
    @Override
    String evaluate(Row row);
  }

  /** An {@link Expression} that holds or does not. */
  @FunctionalInterface
  interface Condition {
    boolean holds(Row row);
  }
}
