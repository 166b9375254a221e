package io.anamnesis.query.insight.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.RowPlace;
import io.anamnesis.projections.Rows;
import io.anamnesis.projections.Table;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.table.RowJson;
import tools.jackson.databind.node.ObjectNode;

/** Collects a page of a view's rows, and whether there are more. */
final class RowPage implements Rows {
  private final int limit;
  private final Wanted wanted;
  private final List<ObjectNode> rows = new ArrayList<>();
  private @Nullable Table table;
  private Predicate<List<? extends @Nullable Object>> filter = row -> true;
  private RowPlace last = RowPlace.FIRST;
  private boolean more;

  RowPage(int limit, Wanted wanted) {
    this.limit = limit;
    this.wanted = wanted;
  }

  @Override
  public void begin(Table read) {
    table = read;
    filter = wanted.among(read.columns());
  }

  @Override
  public boolean take(List<@Nullable Object> values, RowPlace place) {
    if (filter.test(values)) {
      more = rows.size() == limit;
      if (!more) {
        rows.add(RowJson.of(table().columns(), values));
        last = place;
      }
    }
    return !more;
  }

  Table table() {
    if (table == null) {
      throw new IllegalStateException("a table begins before its first row");
    }
    return table;
  }

  Page<ObjectNode> answer(Function<RowPlace, String> cursor) {
    return new Page<>(rows, more ? cursor.apply(last) : null);
  }
}
