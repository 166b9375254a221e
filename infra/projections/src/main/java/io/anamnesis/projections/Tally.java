package io.anamnesis.projections;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Figures over all subjects: a fold per subject, and what its state contributes to each figure. The runner writes new
 * minus old, so corrections, merges and late facts restate the figures.
 */
public interface Tally<S> extends Projection<S, S> {

  /** What the figures are split by: a column per name of a dimension, in the order in which people want them. */
  List<Column> dimensions();

  /** The figures: a column per measure, {@link Column.Type#INTEGER} for counts or {@link Column.Type#DECIMAL}. */
  List<Column> measures();

  /**
   * What this subject's state adds to each cell; a cell that is absent adds nothing. Also asked of the initial state, as all
   * that was told of a subject may be withdrawn.
   */
  Map<Cell, BigDecimal> contribution(S state);

  /** A figure: its measure and the values of its dimensions; one that was not told is absent. */
  record Cell(String measure, SortedMap<String, String> dimensions) {}
}
