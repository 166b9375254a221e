package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {
  @TempDir
  Path folder;

  private HikariDataSource database;
  private PersonalData personal;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    personal = opened(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_customer_has_the_same_pseudonym_in_every_process_of_an_installation() {
    assertThat(opened(database).pseudonym("C-0042")).isEqualTo(personal.pseudonym("C-0042"));
    assertThat(personal.pseudonym("C-0042")).matches("p[0-9a-f]{32}");
  }

  @Test
  void customers_are_told_apart() {
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> personal.pseudonym("C-" + i))).doesNotHaveDuplicates();
  }

  @Test
  void another_installation_gives_another_pseudonym() {
    try (HikariDataSource elsewhere = TestPostgres.shared().freshDatabase()) {
      assertThat(TinkPersonalData.open(elsewhere, folder.resolve("elsewhere")).pseudonym("C-0042"))
          .isNotEqualTo(personal.pseudonym("C-0042"));
    }
  }

  @Test
  void a_site_is_no_person() {
    assertThat(personal.pseudonym("site:shanghai")).isEqualTo("site:shanghai");
  }

  @Test
  void what_is_concealed_can_be_read_here_and_nowhere_else() {
    String concealed = personal.conceal("12 0 C-0042");

    assertThat(concealed).matches("[A-Za-z0-9_-]+").doesNotContain("0042");
    assertThat(opened(database).disclose(concealed)).contains("12 0 C-0042");
    assertThat(personal.disclose("A" + concealed)).isEmpty();
    assertThat(personal.disclose("no base64 !")).isEmpty();
    assertThat(personal.disclose("")).isEmpty();
    try (HikariDataSource elsewhere = TestPostgres.shared().freshDatabase()) {
      assertThat(TinkPersonalData.open(elsewhere, folder.resolve("elsewhere")).disclose(concealed)).isEmpty();
    }
  }

  private PersonalData opened(HikariDataSource of) {
    return TinkPersonalData.open(of, folder.resolve("kek"));
  }
}
