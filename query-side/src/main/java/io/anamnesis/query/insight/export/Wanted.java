package io.anamnesis.query.insight.export;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.Column;

/** Which rows of a table are wanted, once its columns are known. */
@FunctionalInterface
interface Wanted {
  Predicate<List<? extends @Nullable Object>> among(List<Column> columns);
}
