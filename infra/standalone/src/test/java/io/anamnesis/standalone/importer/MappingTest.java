package io.anamnesis.standalone.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a mapping makes of tables, and what it refuses. */
class MappingTest {
  private static final String MAPPING = """
      source: /his
      zone: Asia/Shanghai
      lookups:
        line:
          values: {儿科: paediatrics}
      files:
        - file: "*.csv"
          groupBy: bill
          facts:
            - type: purchase.made
              when: = row.state == "paid"
              id: bill/${bill}
              subject: ${customer}
              time: ${paid}
              data:
                purchaseId: ${bill}
                currency: CNY
                channel: ${channel}
                lines:
                  forEachRow:
                    product: ${item}
                    businessLine: = lookup("line", row.department)
                    quantity: = number(row.quantity)
                    amount: = money(decimal(row.price) * decimal(row.quantity))
      """;
  private static final String HEADER = "bill,customer,paid,state,channel,item,department,quantity,price\n";

  @TempDir
  private Path folder;

  @Test
  void consecutive_rows_of_a_group_become_one_fact_with_a_line_each() throws IOException {
    List<JsonNode> facts = facts(HEADER + """
        B1,C-1,2026-03-01 10:15:00,paid,,A,儿科,3,0.1
        B1,C-1,2026-03-01 10:15:00,paid,,B,眼科,0,19.99
        B2,C-2,2026-03-02,paid,wecom,A,儿科,1,0.125
        """);

    assertThat(facts).containsExactly(json("""
        {"specversion":"1.0","id":"bill/B1","source":"/his","type":"purchase.made","subject":"C-1",
         "data":{"purchaseId":"B1","currency":"CNY","lines":[
           {"product":"A","businessLine":"paediatrics","quantity":3,"amount":"0.30"},
           {"product":"B","quantity":0,"amount":"0.00"}]},
         "time":"2026-03-01T02:15:00Z"}"""), json("""
        {"specversion":"1.0","id":"bill/B2","source":"/his","type":"purchase.made","subject":"C-2",
         "data":{"purchaseId":"B2","currency":"CNY","channel":"wecom","lines":[
           {"product":"A","businessLine":"paediatrics","quantity":1,"amount":"0.125"}]},
         "time":"2026-03-01T16:00:00Z"}"""));
  }

  @Test
  void rows_that_a_rule_does_not_mean_are_counted() throws IOException {
    Run run = run(HEADER + "B1,C-1,2026-03-01,open,,A,儿科,1,1\nB2,C-1,2026-03-01,paid,,A,儿科,1,1\n");

    assertThat(run.facts).hasSize(1);
    assertThat(run.printed()).contains("bills.csv: 2 rows, of which 1 without a fact")
        .contains("(1 times not meant by 'when')");
  }

  @Test
  void a_row_that_cannot_be_computed_is_named_by_file_row_and_mapping_line_without_its_content() throws IOException {
    Run run = run(HEADER + "B1,C-1,2026-03-01,paid,,A,儿科,1,secret\nB2,C-1,2026-03-01,paid,,A,儿科,1,1\n");

    assertThat(run.facts).hasSize(1);
    assertThat(run.printed()).contains("bills.csv:1  mapping").contains("m.yaml, line 24").doesNotContain("secret");
  }

  @Test
  void a_time_without_an_offset_needs_a_zone() throws IOException {
    Run run = run(MAPPING.replace("zone: Asia/Shanghai\n", ""),
        HEADER + "B1,C-1,2026-03-01 10:15,paid,,A,儿科,1,1\nB2,C-1,2026-03-01T10:15:00+08:00,paid,,A,儿科,1,1\n");

    assertThat(run.facts).extracting(fact -> fact.path("time").asString()).containsExactly("2026-03-01T02:15:00Z");
    assertThat(run.printed()).contains("bills.csv:1  mapping  time");
  }

  @Test
  void a_row_with_too_few_cells_spoils_its_whole_group() throws IOException {
    Run run = run(HEADER + "B1,C-1,2026-03-01,paid,,A,儿科,1,1\nB1,C-1,2026\nB2,C-1,2026-03-01,paid,,A,儿科,1,1\n");

    assertThat(run.facts).extracting(fact -> fact.path("id").asString()).containsExactly("bill/B2");
    assertThat(run.printed()).contains("bills.csv:2  row");
  }

  @Test
  void a_table_may_be_in_utf_8_with_a_mark_or_in_gb18030_and_packed() throws IOException {
    String table = HEADER + "B1,C-1,2026-03-01,paid,,A,儿科,1,1\n";
    List<JsonNode> plain = facts(table);

    assertThat(facts("\uFEFF" + table)).isEqualTo(plain);
    assertThat(run(MAPPING, table.getBytes(Charset.forName("GB18030")), "bills.csv").facts).isEqualTo(plain);
    assertThat(run(MAPPING, packed(table), "bills.csv.gz").facts).isEqualTo(plain);
  }

  @Test
  void an_unknown_column_is_refused_before_anything_is_sent() {
    assertRefused("id: bill/${bill}", "id: bill/${bil}", "m.yaml, line 12", "'bil'");
    assertRefused("row.state", "row.stat", "m.yaml, line 11", "'stat'");
    assertRefused("row.price", "row[\"prices\"]", "m.yaml, line 24", "'prices'");
    assertRefused("groupBy: bill", "groupBy: bil", "m.yaml, line 8", "'bil'");
  }

  @Test
  void an_unknown_word_or_lookup_or_type_is_refused_with_its_line() {
    assertRefused("zone:", "zoen:", "m.yaml, line 2", "'zoen'");
    assertRefused("lookup(\"line\"", "lookup(\"lines\"", "m.yaml, line 22", "no lookup 'lines'");
    assertRefused("= row.state == \"paid\"", "= row.state", "m.yaml, line 11", "bool");
    assertRefused("decimal(row.quantity))", "double(row.quantity))", "m.yaml, line 24", "not an expression");
  }

  @Test
  void a_table_without_a_rule_is_refused() {
    assertThatThrownBy(() -> run(MAPPING, HEADER.getBytes(StandardCharsets.UTF_8), "bills.txt"))
        .isInstanceOf(CannotImport.class).hasMessageContaining("no rule for a file named bills.txt");
  }

  private void assertRefused(String right, String wrong, String... named) {
    assertThat(MAPPING).contains(right);
    assertThatThrownBy(() -> run(MAPPING.replace(right, wrong), HEADER)).isInstanceOf(CannotImport.class)
        .message().contains(named);
  }

  private record Run(List<JsonNode> facts, Account account) {
    String printed() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      account.print(new PrintStream(out, true, StandardCharsets.UTF_8));
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private List<JsonNode> facts(String table) throws IOException {
    return run(table).facts;
  }

  private Run run(String table) throws IOException {
    return run(MAPPING, table);
  }

  private Run run(String mapping, String table) throws IOException {
    return run(mapping, table.getBytes(StandardCharsets.UTF_8), "bills.csv");
  }

  private Run run(String mapping, byte[] table, String name) throws IOException {
    Path written = Files.writeString(folder.resolve("m.yaml"), mapping);
    Path file = Files.write(folder.resolve(name), table);
    List<JsonNode> facts = new ArrayList<>();
    Account account = new Account();
    for (FactFile each : FactFiles.of(List.of(DataFile.of(file)), MappingReader.read(DataFile.of(written)))) {
      each.read(fact -> facts.add(line(fact)), account, bytes -> {});
    }
    return new Run(facts, account);
  }

  private static JsonNode line(Fact fact) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fact.writeLine(out, Duration.ZERO);
    return json(out.toString(StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
