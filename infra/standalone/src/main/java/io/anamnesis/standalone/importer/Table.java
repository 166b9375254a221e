package io.anamnesis.standalone.importer;

import io.anamnesis.standalone.importer.Mapping.TableFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A CSV file with a header line, read row by row. */
final class Table implements AutoCloseable, Iterable<Table.Row> {
  private final String name;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Columns columns;

  /** A row. Its cells may be personal: they never show. */
  static final class Row {
    private final Columns columns;
    private final String[] cells;
    private final long number;

    private Row(Columns columns, String[] cells, long number) {
      this.columns = columns;
      this.cells = cells;
      this.number = number;
    }

    /** 1 is the first row after the header. */
    long number() {
      return number;
    }

    Columns columns() {
      return columns;
    }

    /** Whether it has more or fewer cells than the header. */
    boolean isFaulty() {
      return cells.length != columns.names().size();
    }

    /** The cell without blanks around it; empty where there is nothing. */
    String get(String column) {
      int index = columns.index(column);
      return index < cells.length ? cells[index].strip() : "";
    }

    @Override
    public String toString() {
      return "row " + number;
    }
  }

  /** The header. */
  record Columns(String file, List<String> names, Map<String, Integer> indexes) {
    boolean has(String column) {
      return indexes.containsKey(column);
    }

    int index(String column) {
      Integer index = indexes.get(column);
      if (index == null) {
        throw new IllegalArgumentException("no column " + column);
      }
      return index;
    }
  }

  /** @param progress is told how many stored bytes have been read */
  static Table open(DataFile file, TableFormat format, LongConsumer progress) {
    try {
      Charset charset = format.charset() == null ? Encoding.detect(file) : format.charset();
      InputStream counted = new CountedInputStream(file.openStored(), progress);
      var reader = new BufferedReader(new InputStreamReader(file.unpack(counted), Encoding.strict(charset)), 1 << 16);
      reader.mark(1);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
      CSVParser parser = CSVFormat.RFC4180.builder().setDelimiter(format.delimiter()).setIgnoreEmptyLines(true).get()
          .parse(reader);
      return new Table(file, parser);
    } catch (CharacterCodingException e) {
      throw notInCharset(file.fileName());
    } catch (IOException e) {
      throw new CannotImport("The file " + file.fileName() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Table(DataFile file, CSVParser parser) {
    this.name = file.fileName();
    this.parser = parser;
    this.records = parser.iterator();
    this.columns = header();
  }

  private Columns header() {
    if (!records.hasNext()) {
      throw new CannotImport("The file " + name + " has no header line.");
    }
    String[] names = records.next().values();
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      names[i] = names[i].strip();
      if (indexes.put(names[i], i) != null) {
        throw new CannotImport("The file " + name + " has two columns named '" + names[i] + "'.");
      }
    }
    return new Columns(name, List.of(names), Map.copyOf(indexes));
  }

  Columns columns() {
    return columns;
  }

  @Override
  public Iterator<Row> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return attempt(records::hasNext);
      }

      @Override
      public Row next() {
        CSVRecord line = attempt(records::next);
        return new Row(columns, line.values(), line.getRecordNumber() - 1);
      }
    };
  }

  private <T> T attempt(java.util.function.Supplier<T> read) {
    try {
      return read.get();
    } catch (UncheckedIOException | IllegalStateException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw notInCharset(name);
      }
      throw new CannotImport("The file " + name + " is not readable as CSV near line " + parser.getCurrentLineNumber()
          + ": a quotation mark may not be closed.", e);
    }
  }

  private static CannotImport notInCharset(String name) {
    return new CannotImport("The file " + name + " holds bytes that are not of its charset; name it by 'charset'.");
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
