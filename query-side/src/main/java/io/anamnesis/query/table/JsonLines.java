package io.anamnesis.query.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCodec;
import io.anamnesis.projections.Column;

/** A {@link RowJson} a line. */
final class JsonLines implements TableWriter {
  private final OutputStream out;
  private final List<Column> columns;

  JsonLines(OutputStream out, List<Column> columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void row(List<? extends @Nullable Object> values) throws IOException {
    out.write(EventCodec.mapper().writeValueAsBytes(RowJson.of(columns, values)));
    out.write('\n');
  }

  @Override
  public void finish(Map<String, String> about) throws IOException {
    out.flush();
  }
}
