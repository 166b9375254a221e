package io.anamnesis.command.intake;

import static io.anamnesis.command.intake.IntakeServer.LINES;
import static io.anamnesis.command.intake.IntakeServer.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log holds the identity of a fact: neither a restart nor a second process makes two of one. */
class TwoServersTest {
  @TempDir
  Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  private IntakeServer start() {
    return IntakeServer.start(database.getJdbcUrl(), folder.resolve("kek"));
  }

  @Test
  void after_a_restart_a_fact_is_known() {
    String fact = SampleFacts.of("A-1", "customer.registered", "C-1").toString();
    long position;
    try (IntakeServer server = start()) {
      position = server.post(SINGLE, fact).position();
    }
    try (IntakeServer server = start()) {
      var again = server.post(SINGLE, fact);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.position()).isEqualTo(position);
      assertThat(server.post(SINGLE, fact.replace("张三", "李四")).status()).isEqualTo(409);
    }
  }

  @Test
  void the_same_facts_through_two_servers_are_recorded_once() {
    int facts = 1_500;
    List<String> lines = IntStream.range(0, facts)
        .mapToObj(i -> SampleFacts.signin("A-" + i, "C-" + i % 50).toString()).toList();
    try (IntakeServer one = start(); IntakeServer other = start()) {
      List<CompletableFuture<IntakeServer.Answer>> answers = new ArrayList<>();
      for (IntakeServer server : List.of(one, other, one, other)) {
        answers.add(CompletableFuture.supplyAsync(
            () -> server.post(LINES, lines.stream().collect(Collectors.joining("\n"))),
            task -> Thread.ofVirtual().start(task)));
      }
      long accepted = 0;
      for (CompletableFuture<IntakeServer.Answer> answer : answers) {
        assertThat(answer.join().json().get("rejected").intValue()).isZero();
        accepted += answer.join().json().get("accepted").intValue();
      }
      assertThat(accepted).isEqualTo(facts);
      assertThat(one.log().head()).isEqualTo(facts);
    }
  }
}
