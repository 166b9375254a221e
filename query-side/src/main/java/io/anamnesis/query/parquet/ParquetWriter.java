package io.anamnesis.query.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Parquet file of flat rows, from its first byte to its last, so that any stream will do. It holds one row group:
 * some tens of mebibytes, whatever the number of rows. Equal rows give equal bytes.
 *
 * <p>
 * Encoding PLAIN in pages of version 1 compressed by GZIP: what every reader of the format has read since its beginning.
 */
public final class ParquetWriter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUP_ROWS = 200_000;
  private static final long GROUP_BYTES = 64 << 20;
  private static final int FORMAT_VERSION = 1;

  private final OutputStream out;
  private final List<ParquetColumn> columns;
  private final List<Group> groups = new ArrayList<>();
  private List<ColumnChunk> chunks = List.of();
  private long offset;
  private long rowsInGroup;
  private long rows;

  private record Group(List<ColumnChunk.Described> chunks, long rows) {
    long uncompressed() {
      return chunks.stream().mapToLong(ColumnChunk.Described::uncompressed).sum();
    }

    void describe(ThriftOutput out) {
      out.struct(group -> group.structs(1, chunks, chunk -> chunk.describe(group)).i64(2, uncompressed()).i64(3, rows));
    }
  }

  /** @param out buffered; it is not closed here */
  public ParquetWriter(OutputStream out, List<ParquetColumn> columns) throws IOException {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a column or more is expected");
    }
    this.out = out;
    this.columns = List.copyOf(columns);
    begin();
    write(MAGIC);
  }

  /**
   * @param row a value per column, of the column's kind
   * @throws IllegalStateException for a decimal that the format's widest one cannot hold
   */
  public void write(List<? extends @Nullable Object> row) throws IOException {
    if (row.size() != columns.size()) {
      throw new IllegalArgumentException("a value per column is expected");
    }
    long held = 0;
    for (int i = 0; i < chunks.size(); i++) {
      ColumnChunk chunk = chunks.get(i);
      chunk.add(row.get(i));
      held += chunk.uncompressed();
    }
    rowsInGroup++;
    if (rowsInGroup == GROUP_ROWS || held >= GROUP_BYTES) {
      endGroup();
    }
  }

  public long rows() {
    return rows + rowsInGroup;
  }

  /**
   * Writes what is still held, and the footer.
   *
   * @param metadata what the file says of itself, in this order
   */
  public void finish(Map<String, String> metadata) throws IOException {
    if (rowsInGroup > 0) {
      endGroup();
    }
    byte[] footer = footer(metadata);
    write(footer);
    write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
    write(MAGIC);
    out.flush();
  }

  private void begin() {
    chunks = columns.stream().map(ColumnChunk::new).toList();
    rowsInGroup = 0;
  }

  private void endGroup() throws IOException {
    List<ColumnChunk.Described> described = new ArrayList<>();
    for (ColumnChunk chunk : chunks) {
      ColumnChunk.Described written = chunk.writeTo(out, offset);
      offset += written.size();
      described.add(written);
    }
    groups.add(new Group(described, rowsInGroup));
    rows += rowsInGroup;
    begin();
  }

  /** The format's {@code FileMetaData}. */
  private byte[] footer(Map<String, String> metadata) {
    return new ThriftOutput().struct(file -> {
      file.i32(1, FORMAT_VERSION);
      List<Runnable> elements = new ArrayList<>();
      elements.add(() -> file.struct(root -> root.text(4, "schema").i32(5, columns.size())));
      columns.forEach(column -> elements.add(() -> column.describe(file)));
      file.structs(2, elements, Runnable::run);
      file.i64(3, rows);
      file.structs(4, groups, group -> group.describe(file));
      file.structs(5, metadata.entrySet(),
          entry -> file.struct(pair -> pair.text(1, entry.getKey()).text(2, entry.getValue())));
      file.text(6, "anamnesis");
      file.structs(7, columns, column -> file.struct(order -> order.emptyStruct(1)));
    }).toBytes();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    offset += bytes.length;
  }
}
