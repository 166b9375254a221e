package io.anamnesis.projections.declared;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a declared projection keeps of a customer. Values are kept as their one text, so that equal states are equal as JSON,
 * whatever the order in which cells came about.
 *
 * @param fields the state's fields, by name
 * @param cells what this customer adds to the figures; in order, none without a measure that is not zero
 */
public record DeclaredState(SortedMap<String, String> fields, List<OwnCell> cells) {

  public DeclaredState {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    cells = List.copyOf(cells);
  }

  /**
   * What a customer adds under some values of the dimensions.
   *
   * @param by values of the dimensions as text; one that was not told is absent
   * @param add by measure; none is zero
   */
  public record OwnCell(SortedMap<String, String> by, SortedMap<String, BigDecimal> add) {
    public OwnCell {
      by = Collections.unmodifiableSortedMap(new TreeMap<>(by));
      add = Collections.unmodifiableSortedMap(new TreeMap<>(add));
    }
  }

  DeclaredState with(SortedMap<String, String> newFields) {
    return new DeclaredState(newFields, cells);
  }

  /** With the measures added to the cell of these dimensions. */
  DeclaredState plus(SortedMap<String, String> by, Map<String, Decimal> add) {
    List<OwnCell> changed = new ArrayList<>(cells);
    int index = placeOf(by);
    boolean known = index < cells.size() && cells.get(index).by.equals(by);
    SortedMap<String, BigDecimal> sums = known ? new TreeMap<>(cells.get(index).add) : new TreeMap<>();
    add.forEach((measure, amount) -> {
      Decimal sum = amount.plus(new Decimal(sums.getOrDefault(measure, BigDecimal.ZERO)));
      if (sum.value().signum() == 0) {
        sums.remove(measure);
      } else {
        sums.put(measure, sum.value());
      }
    });
    if (known) {
      changed.remove(index);
    }
    if (!sums.isEmpty()) {
      changed.add(index, new OwnCell(by, sums));
    }
    return new DeclaredState(fields, changed);
  }

  /** With the cells of another state added to these. */
  DeclaredState plus(DeclaredState other) {
    DeclaredState sum = this;
    for (OwnCell cell : other.cells) {
      Map<String, Decimal> amounts = new TreeMap<>();
      cell.add.forEach((measure, amount) -> amounts.put(measure, new Decimal(amount)));
      sum = sum.plus(cell.by, amounts);
    }
    return sum;
  }

  /** Where the cell of these dimensions is, or belongs. */
  private int placeOf(SortedMap<String, String> by) {
    int low = 0;
    int high = cells.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(cells.get(middle).by, by) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int compare(SortedMap<String, String> one, SortedMap<String, String> other) {
    Iterator<Map.Entry<String, String>> others = other.entrySet().iterator();
    for (Map.Entry<String, String> entry : one.entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<String, String> with = others.next();
      int byName = entry.getKey().compareTo(with.getKey());
      int order = byName != 0 ? byName : entry.getValue().compareTo(with.getValue());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
