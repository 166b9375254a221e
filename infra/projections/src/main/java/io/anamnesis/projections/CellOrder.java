package io.anamnesis.projections;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;

/** By measure, then by dimensions, name before value. */
enum CellOrder implements Comparator<Tally.Cell> {
  INSTANCE;

  private static final Comparator<Map.Entry<String, String>> BY_NAME_THEN_VALUE =
      Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue());

  @Override
  public int compare(Tally.Cell left, Tally.Cell right) {
    int byMeasure = left.measure().compareTo(right.measure());
    if (byMeasure != 0) {
      return byMeasure;
    }
    Iterator<Map.Entry<String, String>> rest = right.dimensions().entrySet().iterator();
    for (Map.Entry<String, String> dimension : left.dimensions().entrySet()) {
      if (!rest.hasNext()) {
        return 1;
      }
      int byDimension = BY_NAME_THEN_VALUE.compare(dimension, rest.next());
      if (byDimension != 0) {
        return byDimension;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }
}
