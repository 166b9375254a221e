package io.anamnesis.projections;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What folding some events does to one subject's rows.
 *
 * @param json the state reached, as text
 * @param cells what the figures change by
 * @param lookups those after, where they differ from those before
 * @param anew whether the lines are all that there are of the subject, and not only more of them
 */
record SubjectChange<S>(String subject, Held<S> after, String json, List<NewLine> lines, Map<String, BigDecimal> cells,
    Optional<List<IndexEntry>> lookups, boolean anew) {

  SubjectChange(String subject, Held<S> after, String json, List<NewLine> lines, Map<String, BigDecimal> cells,
      Optional<List<IndexEntry>> lookups) {
    this(subject, after, json, lines, cells, lookups, false);
  }

  /**
   * The same of a subject that was folded from its first event.
   *
   * @param all its lookups, indexed anew; empty where it has and had none
   */
  SubjectChange<S> whole(Optional<List<IndexEntry>> all) {
    return new SubjectChange<>(subject, after, json, lines, cells, all, true);
  }
}
