package io.anamnesis.query.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.Column;
import io.anamnesis.query.parquet.ParquetColumn.Kind;
import io.anamnesis.query.parquet.ParquetColumn;
import io.anamnesis.query.parquet.ParquetWriter;
import tools.jackson.databind.JsonNode;

/** A column per column; JSON as text, which every reader takes as such and can parse. */
final class ParquetTable implements TableWriter {
  private final ParquetWriter parquet;

  ParquetTable(OutputStream out, List<Column> columns) throws IOException {
    this.parquet = new ParquetWriter(out,
        columns.stream().map(column -> new ParquetColumn(column.name(), kind(column.type()))).toList());
  }

  @Override
  public void row(List<? extends @Nullable Object> values) throws IOException {
    List<@Nullable Object> row = new ArrayList<>(values.size());
    values.forEach(value -> row.add(value instanceof JsonNode json ? json.toString() : value));
    parquet.write(row);
  }

  @Override
  public void finish(Map<String, String> about) throws IOException {
    parquet.finish(about);
  }

  private static Kind kind(Column.Type type) {
    return switch (type) {
      case TEXT, JSON -> Kind.TEXT;
      case INTEGER -> Kind.INTEGER;
      case DECIMAL -> Kind.DECIMAL;
      case BOOLEAN -> Kind.BOOLEAN;
      case TIMESTAMP -> Kind.TIMESTAMP;
      case DATE -> Kind.DATE;
    };
  }
}
