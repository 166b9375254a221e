package io.anamnesis.query.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import io.anamnesis.query.parquet.ParquetColumn.Kind;

/** What is written is read by DuckDB, which has its own idea of the format. */
class ParquetWriterProperties {
  private static final List<ParquetColumn> ALL_KINDS =
      Arrays.stream(Kind.values()).map(kind -> new ParquetColumn(kind.name(), kind)).toList();

  @Property(tries = 60)
  void every_value_comes_back_as_it_was(@ForAll Random random) throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = random.nextInt(300); i > 0; i--) {
      rows.add(ALL_KINDS.stream().map(column -> random.nextInt(5) == 0 ? null : value(column.kind(), random)).toList());
    }
    Path file = write(ALL_KINDS, rows, Map.of());

    assertThat(read(file)).isEqualTo(rows);
    Files.delete(file);
  }

  @Example
  void many_pages_and_row_groups_are_one_table() throws Exception {
    int count = 450_000;
    List<ParquetColumn> columns = List.of(new ParquetColumn("n", Kind.INTEGER), new ParquetColumn("t", Kind.TEXT));
    Path file = Files.createTempFile("many", ".parquet");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ParquetWriter writer = new ParquetWriter(out, columns);
      for (long n = 1; n <= count; n++) {
        writer.write(Arrays.asList(n, n % 3 == 0 ? null : "row " + n));
      }
      assertThat(writer.rows()).isEqualTo(count);
      writer.finish(Map.of());
    }

    assertThat(ask("select count(*), sum(n), count(t), count(distinct t) from '%s'".formatted(file)))
        .containsExactly("450000", "101250225000", "300000", "300000");
    assertThat(ask("select count(*) from '%s' where n between 200001 and 200010 and t = 'row 200003'".formatted(file)))
        .containsExactly("1");
    assertThat(ask("select count(distinct row_group_id), min(stats_min_value), sum(stats_null_count) "
        + "from parquet_metadata('%s') where path_in_schema = 'n'".formatted(file)).subList(0, 2))
        .containsExactly("3", "1");
    Files.delete(file);
  }

  @Example
  void a_large_value_ends_a_page_and_large_rows_end_a_group() throws Exception {
    String large = "字".repeat(1_000_000);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(List.of(large + i));
    }
    Path file = write(List.of(new ParquetColumn("t", Kind.TEXT)), rows, Map.of());

    assertThat(ask("select count(*), count(distinct t), min(length(t)) from '%s'".formatted(file)))
        .containsExactly("60", "60", "1000001");
    assertThat(Files.size(file)).isLessThan(30_000_000);
    Files.delete(file);
  }

  @Example
  void a_table_without_rows_is_a_file_with_columns() throws Exception {
    Path file = write(ALL_KINDS, List.of(), Map.of());

    assertThat(read(file)).isEmpty();
    assertThat(ask("select string_agg(column_type, ',') from (describe select * from '%s')".formatted(file)))
        .containsExactly("VARCHAR,BIGINT,DECIMAL(38,10),BOOLEAN,TIMESTAMP WITH TIME ZONE,DATE");
    Files.delete(file);
  }

  @Example
  void the_file_says_of_itself_what_it_was_told() throws Exception {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("first", "字");
    about.put("second", "x".repeat(10_000));
    Path file = write(ALL_KINDS, List.of(), about);

    assertThat(ask("select decode(value) from parquet_kv_metadata('%s') where decode(key) = 'first'".formatted(file)))
        .containsExactly("字");
    assertThat(ask("select length(decode(value)) from parquet_kv_metadata('%s') where decode(key) = 'second'"
        .formatted(file))).containsExactly("10000");
    Files.delete(file);
  }

  @Example
  void equal_rows_give_equal_bytes() throws IOException {
    List<List<Object>> rows = List.of(ALL_KINDS.stream().map(column -> value(column.kind(), new Random(7))).toList());

    assertThat(bytes(ALL_KINDS, rows, Map.of("a", "b"))).isEqualTo(bytes(ALL_KINDS, rows, Map.of("a", "b")));
  }

  @Example
  void a_decimal_that_does_not_fit_is_refused_and_not_rounded() {
    List<ParquetColumn> column = List.of(new ParquetColumn("d", Kind.DECIMAL));

    assertThatThrownBy(() -> bytes(column, List.of(List.of(new BigDecimal("0.12345678901"))), Map.of()))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("column d");
    assertThatThrownBy(() -> bytes(column, List.of(List.of(new BigDecimal("1e28"))), Map.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Object value(Kind kind, Random random) {
    return switch (kind) {
      case TEXT -> List.of("", "a", "字 😀", "x".repeat(random.nextInt(300)), "'\"\n\0").get(random.nextInt(5));
      case INTEGER -> List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong()).get(random.nextInt(4));
      case DECIMAL -> new BigDecimal(new BigInteger(random.nextInt(126), random), 10)
          .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1))
          .min(new BigDecimal("9999999999999999999999999999"))
          .max(new BigDecimal("-9999999999999999999999999999")).setScale(10);
      case BOOLEAN -> random.nextBoolean();
      case TIMESTAMP -> Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 253_000_000_000L),
          random.nextInt(1_000_000) * 1_000L);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
    };
  }

  private static Path write(List<ParquetColumn> columns, List<List<Object>> rows, Map<String, String> about)
      throws IOException {
    Path file = Files.createTempFile("table", ".parquet");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(out, columns, rows, about);
    }
    return file;
  }

  private static byte[] bytes(List<ParquetColumn> columns, List<List<Object>> rows, Map<String, String> about)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, columns, rows, about);
    return out.toByteArray();
  }

  private static void write(OutputStream out, List<ParquetColumn> columns, List<List<Object>> rows,
      Map<String, String> about) throws IOException {
    ParquetWriter writer = new ParquetWriter(out, columns);
    for (List<Object> row : rows) {
      writer.write(row);
    }
    writer.finish(about);
  }

  private static List<List<Object>> read(Path file) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet found = statement.executeQuery("select * from '%s'".formatted(file))) {
      List<List<Object>> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(Arrays.asList(found.getString(1), found.getObject(2), found.getBigDecimal(3), found.getObject(4),
            instant(found), found.getObject(6)));
      }
      return rows;
    }
  }

  private static Instant instant(ResultSet row) throws SQLException {
    OffsetDateTime time = row.getObject(5, OffsetDateTime.class);
    return time == null ? null : time.toInstant().truncatedTo(ChronoUnit.MICROS);
  }

  private static List<String> ask(String sql) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> cells = new ArrayList<>();
      row.next();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        cells.add(row.getString(i));
      }
      return cells;
    }
  }
}
