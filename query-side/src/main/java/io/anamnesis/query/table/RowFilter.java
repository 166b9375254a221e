package io.anamnesis.query.table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.Column;

/** Rows whose columns have given values; an empty text asks for null. */
public final class RowFilter implements Predicate<List<? extends @Nullable Object>> {
  private final List<Condition> conditions;

  private record Condition(int column, @Nullable Object value) {
    boolean holds(List<? extends @Nullable Object> row) {
      Object found = row.get(column);
      return found instanceof BigDecimal decimal && value instanceof BigDecimal wanted
          ? decimal.compareTo(wanted) == 0
          : Objects.equals(found, value);
    }
  }

  private RowFilter(List<Condition> conditions) {
    this.conditions = conditions;
  }

  /** A condition that no column can meet: there is none of the name, or it holds nothing of this form. */
  public static final class Unsuited extends Exception {
    private static final long serialVersionUID = 1L;

    private final String column;

    private Unsuited(String column) {
      super("no column " + column + " can have such a value", null, false, false);
      this.column = column;
    }

    public String column() {
      return column;
    }
  }

  /** @param wanted values by the columns' names */
  public static RowFilter of(List<Column> columns, Map<String, String> wanted) throws Unsuited {
    List<String> names = columns.stream().map(Column::name).toList();
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, String> condition : wanted.entrySet()) {
      int index = names.indexOf(condition.getKey());
      if (index < 0) {
        throw new Unsuited(condition.getKey());
      }
      conditions.add(new Condition(index, value(columns.get(index), condition.getValue())));
    }
    return new RowFilter(List.copyOf(conditions));
  }

  @Override
  public boolean test(List<? extends @Nullable Object> row) {
    return conditions.stream().allMatch(condition -> condition.holds(row));
  }

  private static @Nullable Object value(Column column, String text) throws Unsuited {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return switch (column.type()) {
        case TEXT -> text;
        case INTEGER -> Long.valueOf(text);
        case DECIMAL -> new BigDecimal(text);
        case BOOLEAN -> flag(text);
        case TIMESTAMP -> Instant.parse(text);
        case DATE -> LocalDate.parse(text);
        case JSON -> throw new IllegalArgumentException("nobody compares whole values");
      };
    } catch (RuntimeException otherForm) {
      throw new Unsuited(column.name());
    }
  }

  private static Boolean flag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException("true or false is expected");
  }
}
