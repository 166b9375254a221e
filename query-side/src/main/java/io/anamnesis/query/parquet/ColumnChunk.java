package io.anamnesis.query.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A column's values of one row group: whole pages compressed, the last one still open. */
final class ColumnChunk {
  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGE_ROWS = 20_000;
  private static final int GZIP = 2;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final ParquetColumn column;
  private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
  private PageValues values;
  private NullLevels levels = new NullLevels();
  private int rowsInPage;
  private long rows;
  private long nulls;
  private long uncompressed;
  private long lowest = Long.MAX_VALUE;
  private long highest = Long.MIN_VALUE;

  ColumnChunk(ParquetColumn column) {
    this.column = column;
    this.values = new PageValues(column);
  }

  void add(@Nullable Object value) {
    levels.add(value != null);
    if (value == null) {
      nulls++;
    } else {
      long number = values.add(value);
      lowest = Math.min(lowest, number);
      highest = Math.max(highest, number);
    }
    rowsInPage++;
    if (values.size() >= PAGE_BYTES || rowsInPage == PAGE_ROWS) {
      endPage();
    }
  }

  /** Bytes that a reader will hold. */
  long uncompressed() {
    return uncompressed + values.size();
  }

  /**
   * Writes the pages.
   *
   * @param offset where they will stand in the file
   * @return what the footer says of them
   */
  Described writeTo(OutputStream out, long offset) throws IOException {
    if (rowsInPage > 0) {
      endPage();
    }
    pages.writeTo(out);
    return new Described(column, offset, pages.size(), uncompressed, rows, nulls, lowest, highest);
  }

  private void endPage() {
    byte[] present = levels.toBytes();
    byte[] plain = values.toBytes();
    byte[] compressed = gzip(present, plain);
    int size = present.length + plain.length;
    byte[] header = new ThriftOutput().struct(page -> page.i32(1, 0).i32(2, size).i32(3, compressed.length).struct(5,
        data -> data.i32(1, rowsInPage).i32(2, PLAIN).i32(3, RLE).i32(4, RLE))).toBytes();
    pages.writeBytes(header);
    pages.writeBytes(compressed);
    uncompressed += header.length + size;
    rows += rowsInPage;
    rowsInPage = 0;
    values = new PageValues(column);
    levels = new NullLevels();
  }

  private static byte[] gzip(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    }) {
      for (byte[] part : parts) {
        gzip.write(part);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** A chunk that stands in the file. */
  record Described(ParquetColumn column, long offset, long size, long uncompressed, long rows, long nulls, long lowest,
      long highest) {

    /** The format's {@code ColumnChunk}. */
    void describe(ThriftOutput out) {
      out.struct(chunk -> chunk.i64(2, offset)
          .struct(3, data -> data.i32(1, column.kind().physical().number()).enums(2, PLAIN, RLE)
              .texts(3, List.of(column.name())).i32(4, GZIP).i64(5, rows).i64(6, uncompressed).i64(7, size)
              .i64(9, offset).struct(12, this::statistics)));
    }

    /** By these a reader passes over row groups that hold nothing for it. */
    private void statistics(ThriftOutput out) {
      out.i64(3, nulls);
      if (rows > nulls) {
        switch (column.kind()) {
          case INTEGER, TIMESTAMP -> out.binary(5, littleEndian(Long.BYTES, highest)).binary(6,
              littleEndian(Long.BYTES, lowest));
          case DATE -> out.binary(5, littleEndian(Integer.BYTES, highest)).binary(6,
              littleEndian(Integer.BYTES, lowest));
          case TEXT, DECIMAL, BOOLEAN -> {
            // Nobody looks for a range of these.
          }
        }
      }
    }

    private static byte[] littleEndian(int length, long value) {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
      return Arrays.copyOf(bytes.array(), length);
    }
  }
}
