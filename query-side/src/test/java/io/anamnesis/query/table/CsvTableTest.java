package io.anamnesis.query.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.anamnesis.projections.Column;
import tools.jackson.databind.node.JsonNodeFactory;

class CsvTableTest {

  @Test
  void a_header_and_lines_that_end_in_cr_lf() throws IOException {
    assertThat(csv("a", 1L)).isEqualTo("c0,c1\r\na,1\r\n");
  }

  @Test
  void commas_quotes_and_line_breaks_are_quoted() throws IOException {
    assertThat(csv("a,b", "say \"hi\"", "two\r\nlines"))
        .endsWith("\r\n\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n");
  }

  @Test
  void nothing_and_an_empty_text_differ() throws IOException {
    assertThat(csv(null, "", null)).endsWith("\r\n,\"\",\r\n");
  }

  @Test
  void numbers_instants_dates_and_json_are_plain() throws IOException {
    assertThat(csv(-1L, new BigDecimal("-1E+3"), Instant.parse("2026-03-01T00:00:00Z"), LocalDate.of(2026, 3, 1), true,
        JsonNodeFactory.instance.objectNode().put("a", "b")))
        .endsWith("\r\n-1,-1000.00,2026-03-01T00:00:00Z,2026-03-01,true,\"{\"\"a\"\":\"\"b\"\"}\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"})
  void a_text_is_never_a_formula(String text) throws IOException {
    String shown = csv(text).substring("c0\r\n".length());

    assertThat(shown.charAt(0) == '"' ? shown.charAt(1) : shown.charAt(0)).isEqualTo('\'');
    assertThat(shown).contains(text);
  }

  private static String csv(Object... values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Column> columns =
        IntStream.range(0, values.length).mapToObj(i -> Column.text("c" + i)).toList();
    CsvTable table = new CsvTable(out, columns);
    table.row(Arrays.asList(values));
    table.finish(Map.of());
    return out.toString(StandardCharsets.UTF_8);
  }
}
