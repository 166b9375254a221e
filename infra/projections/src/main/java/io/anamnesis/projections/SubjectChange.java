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
 */
record SubjectChange<S>(String subject, Held<S> after, String json, List<NewLine> lines, Map<String, BigDecimal> cells,
    Optional<List<IndexEntry>> lookups) {}
