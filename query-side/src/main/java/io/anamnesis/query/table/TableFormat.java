package io.anamnesis.query.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.anamnesis.projections.Column;

/** The formats of files; their names are what {@code format=} takes. */
public enum TableFormat {
  PARQUET("application/vnd.apache.parquet") {
    @Override
    public TableWriter writer(OutputStream out, List<Column> columns) throws IOException {
      return new ParquetTable(out, columns);
    }
  },
  CSV("text/csv;charset=UTF-8") {
    @Override
    public TableWriter writer(OutputStream out, List<Column> columns) throws IOException {
      return new CsvTable(out, columns);
    }
  },
  NDJSON("application/x-ndjson") {
    @Override
    public TableWriter writer(OutputStream out, List<Column> columns) {
      return new JsonLines(out, columns);
    }
  };

  private final String mediaType;

  TableFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** @param out buffered; it is flushed, not closed */
  public abstract TableWriter writer(OutputStream out, List<Column> columns) throws IOException;

  public String mediaType() {
    return mediaType;
  }

  /** In lower case: as parameter, and as ending of a file's name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TableFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }
}
