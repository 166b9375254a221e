package io.anamnesis.query.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.Column;

/**
 * RFC 4180 in UTF-8 with a header line: lines end in CR LF, null is nothing at all and an empty text two quotes. A text that
 * a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets show as the text that it is.
 */
final class CsvTable implements TableWriter {
  private static final String FORMULA_STARTS = "=+-@\t\r\n";
  private static final String NEEDS_QUOTES = ",\"\r\n";

  private final Writer out;

  CsvTable(OutputStream out, List<Column> columns) throws IOException {
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    row(columns.stream().map(Column::name).toList());
  }

  @Override
  public void row(List<? extends @Nullable Object> values) throws IOException {
    String separator = "";
    for (Object value : values) {
      out.write(separator);
      if (value != null) {
        out.write(value instanceof String text ? quoted(harmless(text)) : quoted(CellText.of(value)));
      }
      separator = ",";
    }
    out.write("\r\n");
  }

  @Override
  public void finish(Map<String, String> about) throws IOException {
    out.flush();
  }

  private static String harmless(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String text) {
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
