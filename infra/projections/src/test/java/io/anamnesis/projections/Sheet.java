package io.anamnesis.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Keeps what it is told of a table, up to so many rows. */
final class Sheet implements Rows {
  final List<List<Object>> rows = new ArrayList<>();
  private final int most;
  private final IntConsumer afterRow;
  Table table;
  RowPlace last = RowPlace.FIRST;

  Sheet() {
    this(Integer.MAX_VALUE, row -> {});
  }

  /** @param afterRow is told how many rows there are */
  Sheet(int most, IntConsumer afterRow) {
    this.most = most;
    this.afterRow = afterRow;
  }

  @Override
  public void begin(Table read) {
    table = read;
  }

  @Override
  public boolean take(List<Object> values, RowPlace place) {
    rows.add(values);
    last = place;
    afterRow.accept(rows.size());
    return rows.size() < most;
  }
}
