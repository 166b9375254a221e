package io.anamnesis.command.intake;

import static io.anamnesis.command.intake.IntakeServer.LINES;
import static io.anamnesis.command.intake.IntakeServer.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was not taken is kept, encrypted, for a while. */
class RejectedTest {
  @TempDir
  static Path folder;

  private static HikariDataSource database;
  private static JdbcClient jdbc;
  private static IntakeServer server;

  @BeforeAll
  static void start() {
    database = TestPostgres.shared().freshDatabase();
    jdbc = JdbcClient.create(database);
    server = IntakeServer.start(database.getJdbcUrl(), folder.resolve("kek"));
  }

  @BeforeEach
  void empty() {
    jdbc.sql("truncate intake.rejected").update();
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  private List<String> kept(String query) {
    List<String> items = new ArrayList<>();
    server.get("/api/v1/facts/rejected" + query).json().get("items")
        .forEach(item -> items.add(item.get("line") + " " + item.get("code").stringValue()));
    return items;
  }

  @Test
  void a_bad_line_is_seen_by_its_source_as_it_came_and_can_be_sent_again() {
    String good = SampleFacts.signin("A-1", "C-1").toString();
    String bad = SampleFacts.signin("A-2", "C 2").toString();
    String elsewhere = SampleFacts.signin("B-1", "C-1").put("source", "/his/beijing").putNull("type").toString();
    server.post(LINES, good + "\n" + bad + "\n{\"broken\n");
    server.post(SINGLE, elsewhere);

    var seen = server.get("/api/v1/facts/rejected?source=" + SampleFacts.SOURCE);
    assertThat(seen.response().headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(seen.json().get("next").isNull()).isTrue();
    assertThat(seen.json().get("items").size()).as("a broken line is its neighbours'").isEqualTo(2);
    var item = seen.json().get("items").get(1);
    assertThat(item.get("body").stringValue()).isEqualTo(bad);
    assertThat(item.get("line").intValue()).isEqualTo(2);
    assertThat(item.get("id").stringValue()).isEqualTo("A-2");
    assertThat(item.get("code").stringValue()).isEqualTo("invalid");
    assertThat(item.get("field").stringValue()).isEqualTo("subject");
    assertThat(item.get("message").stringValue()).startsWith("subject is not valid");
    assertThat(server.post(SINGLE, item.get("body").stringValue().replace("C 2", "C-2")).status()).isEqualTo(201);
    assertThat(kept("?source=/his/beijing")).containsExactly("1 missing");
    assertThat(kept("")).containsExactly("1 missing", "3 malformed", "2 invalid");
  }

  @Test
  void what_is_kept_is_encrypted() {
    server.post(LINES, "{\"SECRET-13800138000\n");

    List<byte[]> bodies = jdbc.sql("select body from intake.rejected").query(byte[].class).list();
    assertThat(bodies).hasSize(1);
    assertThat(new String(bodies.getFirst(), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("SECRET");
    assertThat(
        jdbc.sql("select row_to_json(r)::text from (select source, fact_id, field, expected from intake.rejected) r")
            .query(String.class).single())
        .doesNotContain("SECRET");
  }

  @Test
  void pages_follow_each_other_to_the_end() {
    server.post(LINES, IntStream.range(0, 7).mapToObj(i -> "{").collect(Collectors.joining("\n")));

    var first = server.get("/api/v1/facts/rejected?limit=4");
    assertThat(kept("?limit=4")).containsExactly("7 malformed", "6 malformed", "5 malformed", "4 malformed");
    assertThat(kept("?limit=4&cursor=" + first.json().get("next").stringValue())).containsExactly("3 malformed",
        "2 malformed", "1 malformed");
    assertThat(server.get("/api/v1/facts/rejected?limit=7").json().get("next").isNull()).isTrue();
    for (String wrong : List.of("limit=0", "limit=501", "limit=x", "cursor=x")) {
      assertThat(server.get("/api/v1/facts/rejected?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void after_thirty_days_it_is_gone() {
    server.post(LINES, "{\n{");
    jdbc.sql(
        "update intake.rejected set received_at = received_at - interval '30 days 1 minute' where request_line = 1")
        .update();
    server.bean(Quarantine.class).sweep();

    assertThat(kept("")).containsExactly("2 malformed");
  }

  @Test
  void of_too_many_the_oldest_go_first() {
    server.post(LINES, "{\n{");
    jdbc.sql("""
        insert into intake.rejected (request_line, code, expected, body)
        select 3, 'malformed', '', '' from generate_series(1, :rows)""").param("rows", Quarantine.MAX_ROWS - 1)
        .update();
    server.bean(Quarantine.class).sweep();

    assertThat(jdbc.sql("select count(*) from intake.rejected").query(Long.class).single())
        .isEqualTo(Quarantine.MAX_ROWS);
    assertThat(jdbc.sql("select min(request_line) from intake.rejected").query(Long.class).single()).isEqualTo(2);
  }

  @Test
  void hostile_names_and_values_are_kept_like_any_other() {
    String hostile = SampleFacts.of("'; drop table intake.rejected; --", "x.a", "C-1", "{}").toString()
        .replace("\"data\":{}", "\"data\":{\"a\\u0000b\":{\"c\":\"\\ud800\"}}");
    assertThat(server.post(LINES, hostile).counts()).isEqualTo("0 0 1");
    assertThat(kept("")).containsExactly("1 invalid");
  }

  /** Good facts come first, but nobody is told that a line is kept which is not. */
  @Test
  void a_line_that_cannot_be_kept_is_not_claimed_to_be() {
    jdbc.sql("alter table intake.rejected rename to elsewhere").update();
    String body = SampleFacts.signin("K-1", "C-1") + "\n{\n" + SampleFacts.signin("K-2", "C-1");
    long before = server.log().head();
    var answer = server.post(LINES, body);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
    assertThat(server.log().head()).isEqualTo(before + 2);
    jdbc.sql("alter table intake.elsewhere rename to rejected").update();
    assertThat(server.post(LINES, body).counts()).isEqualTo("0 2 1");
  }
}
