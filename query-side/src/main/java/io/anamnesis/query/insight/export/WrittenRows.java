package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.RowPlace;
import io.anamnesis.projections.Rows;
import io.anamnesis.projections.Table;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.query.table.TableWriter;

/** Writes a view's rows to a file. */
final class WrittenRows implements Rows {
  private final TableFormat format;
  private final Spool file;
  private final Wanted wanted;
  private @Nullable Table table;
  private Predicate<List<? extends @Nullable Object>> filter = row -> true;
  private @Nullable TableWriter writer;
  private long rows;

  WrittenRows(TableFormat format, Spool file, Wanted wanted) {
    this.format = format;
    this.file = file;
    this.wanted = wanted;
  }

  @Override
  public void begin(Table read) {
    table = read;
    filter = wanted.among(read.columns());
    try {
      writer = format.writer(file.out(), read.columns());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public boolean take(List<@Nullable Object> values, RowPlace place) {
    try {
      if (filter.test(values)) {
        writer().row(values);
        rows++;
      }
      return true;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  TableWriter writer() {
    return begun(writer);
  }

  Manifest manifest(String pseudonyms) {
    Table of = begun(table);
    return new Manifest("model", of.view(), of.version(), null, null, of.position(), rows, of.parked(),
        SchemaHash.of(of.columns()), pseudonyms, Product.VERSION);
  }

  private static <T> T begun(@Nullable T known) {
    if (known == null) {
      throw new IllegalStateException("a table begins before its first row");
    }
    return known;
  }
}
