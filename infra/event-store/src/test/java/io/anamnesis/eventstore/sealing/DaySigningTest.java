package io.anamnesis.eventstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.NaiveTree;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.eventstore.sealing.DaySigning.ClosedDay;
import io.anamnesis.eventstore.sealing.LogAltered.Finding;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaySigningTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

  private final SealedDatabase sealed = new SealedDatabase();

  @AfterEach
  void close() {
    sealed.close();
  }

  private DaySigning signing(DataSource through) {
    return new DaySigning(sealed.log, through, sealed.key());
  }

  private void seal(int events) throws InterruptedException {
    sealed.append(events);
    sealed.sealer().seal();
  }

  private List<SignedDay> days() {
    return new DayReports(sealed.database).before(Long.MAX_VALUE, 100).reversed();
  }

  private static ClosedDay day(@Nullable SignedDay before, int number, long last, String content) {
    return new ClosedDay(before, FIRST.plusDays(number), ZONE, last, content);
  }

  @Test
  void a_report_names_the_tree_and_the_report_before_and_verifies_whatever_key_signed_since() throws Exception {
    seal(300);
    VerifierKey key = sealed.key().key().verifier();
    DaySigning signing = signing(sealed.database);
    assertThat(signing.sign(day(null, 0, 260, "{\"a\":1}"))).isTrue();
    new KeyRotation(sealed.log, sealed.database, LogSchema.LOG, sealed.key(), Clock.systemUTC()).rotate();
    assertThat(signing.sign(day(signing.last().orElseThrow(), 1, 300, "{}"))).isTrue();
    assertThat(signing.sign(day(signing.last().orElseThrow(), 2, 300, "{}"))).isTrue();

    List<byte[]> leaves = sealed.leaves();
    List<DayReport> reports = days().stream().map(SignedDay::report).toList();
    assertThat(reports).extracting(DayReport::first).containsExactly(1L, 261L, 301L);
    assertThat(reports.get(0).at().root().base64())
        .isEqualTo(Base64.getEncoder().encodeToString(NaiveTree.root(leaves.subList(0, 260))));
    assertThat(reports.get(1).at().root().base64())
        .isEqualTo(Base64.getEncoder().encodeToString(NaiveTree.root(leaves)));
    assertThat(reports.get(1).previous()).isEqualTo(reports.get(0).hash());
    assertThat(reports.get(2).previous()).isEqualTo(reports.get(1).hash());
    Succession succession = Succession.of(sealed.sealed.statements(), key);
    assertThat(days()).allSatisfy(day -> assertThat(succession.signed(day.note(), day.report())).isTrue());
    assertThat(days().getLast().key()).isEqualTo(succession.current()).isNotEqualTo(key);
  }

  /** The turn of the old key was over before so much was in the log. */
  @Test
  void what_a_key_signs_after_its_turn_counts_for_nothing() throws Exception {
    seal(5);
    LogKeyFiles files = sealed.key();
    VerifierKey first = files.key().verifier();
    var stolen = files.key();
    new KeyRotation(sealed.log, sealed.database, LogSchema.LOG, sealed.key(), Clock.systemUTC()).rotate();
    seal(1);
    DayReport forged =
        day(null, 0, 6, "{}").report(first.name(), 0, sealed.sealed.root(6));
    Succession succession = Succession.of(sealed.sealed.statements(), first);
    assertThat(succession.signed(forged.signedWith(stolen), forged)).isFalse();
  }

  @Test
  void of_many_who_sign_a_day_at_once_one_does() throws Exception {
    seal(3);
    List<Callable<Boolean>> signers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      DaySigning signing = signing(sealed.database);
      ClosedDay own = day(null, 0, 3, "{\"signer\":" + i + "}");
      signers.add(() -> signing.sign(own));
    }
    int signed = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(signers.size())) {
      for (Future<Boolean> each : threads.invokeAll(signers)) {
        signed += each.get() ? 1 : 0;
      }
    }
    assertThat(signed).isOne();
    assertThat(days()).hasSize(1);
  }

  /** The process dies at each of its steps in turn, before it or after it, and is started anew. */
  @Test
  void whenever_a_process_dies_while_it_signs_each_day_is_signed_once() throws Exception {
    seal(40);
    DyingDatabase dying = new DyingDatabase(sealed.database);
    int deaths = 0;
    int number = 0;
    for (int step = 1; step <= 14; step++) {
      for (boolean afterwards : new boolean[]{false, true}) {
        SignedDay before = signing(sealed.database).last().orElse(null);
        ClosedDay own = day(before, number, number, "{}");
        DaySigning signing = signing(dying.database());
        dying.dieAt(step, afterwards);
        try {
          signing.sign(own);
        } catch (LogUnavailable died) {
          deaths++;
        }
        dying.live();
        signing(sealed.database).sign(own);
        number++;
        assertThat(days()).hasSize(number);
      }
    }
    assertThat(deaths).isPositive();
    assertThat(days()).extracting(day -> day.report().day()).doesNotHaveDuplicates();
  }

  @Test
  void nothing_is_signed_beyond_what_is_sealed_nor_over_a_log_that_was_altered() throws Exception {
    seal(5);
    sealed.append(1);
    assertThatThrownBy(() -> signing(sealed.database).sign(day(null, 0, 6, "{}"))).isInstanceOf(LogUnavailable.class);
    sealed.sealer().seal();
    sealed.tamper("update log.event set payload = '{}' where position = 2");
    assertThatExceptionOfType(LogAltered.class)
        .isThrownBy(() -> signing(sealed.database).sign(day(null, 0, 6, "{}")))
        .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.EVENT_DIFFERS));
    assertThat(days()).isEmpty();
  }

  @Test
  void a_report_that_another_wrote_is_noticed_before_one_goes_on_from_it() throws Exception {
    seal(5);
    signing(sealed.database).sign(day(null, 0, 5, "{\"closing\":5}"));
    sealed.tamper("update log.day_report set note = replace(note, ':5}', ':6}')");
    assertThatExceptionOfType(LogAltered.class).isThrownBy(() -> signing(sealed.database).last())
        .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.DAY_REPORT_DIFFERS));
  }

  @Test
  void a_report_that_could_not_be_read_again_is_not_signed() throws Exception {
    seal(5);
    ClosedDay endless = day(null, 0, 5, "\"" + "x".repeat(1 << 20) + "\"");
    assertThatThrownBy(() -> signing(sealed.database).sign(endless)).isInstanceOf(IllegalStateException.class);
    assertThat(days()).isEmpty();
    assertThat(signing(sealed.database).sign(day(null, 0, 5, "\"" + "x".repeat(1_000_000) + "\""))).isTrue();
    assertThat(signing(sealed.database).last()).contains(days().getFirst());
  }

  @Test
  void whichever_report_another_wrote_is_noticed_and_not_given_out() throws Exception {
    seal(50);
    for (int number = 0; number < 45; number++) {
      SignedDay before = signing(sealed.database).last().orElse(null);
      signing(sealed.database).sign(day(before, number, number + 1, "{\"closing\":" + number + "}"));
    }
    DaySigning signing = signing(sealed.database);
    SignedDay last = signing.last().orElseThrow();
    signing.refuseIfAlteredBefore(last);
    for (String change : List.of("delete from log.day_report where number = 7",
        "delete from log.day_report where number = 1", "update log.day_report set note = "
            + "(select d.note from log.day_report d where d.number = 8) where number = 9",
        "update log.day_report set note = replace(note, ':3}', ':4}') where number = 4",
        "update log.day_report set note = 'none' where number = 4")) {
      sealed.tamper("create table kept as select * from log.day_report; " + change);
      assertThatExceptionOfType(LogAltered.class).as(change).isThrownBy(() -> signing.refuseIfAlteredBefore(last))
          .satisfies(altered -> assertThat(altered.finding()).isEqualTo(Finding.DAY_REPORT_DIFFERS));
      if (change.startsWith("update")) {
        assertThatExceptionOfType(LogAltered.class).as(change).isThrownBy(this::days);
      }
      sealed.tamper("delete from log.day_report; insert into log.day_report select * from kept; drop table kept");
    }
    assertThat(new DayReports(sealed.database).of(FIRST.plusDays(3))).isPresent();
  }

  @Test
  void a_report_that_a_stranger_signed_is_not_given_out() throws Exception {
    seal(5);
    signing(sealed.database).sign(day(null, 0, 5, "{}"));
    DayReport own = days().getFirst().report();
    SignerKey stranger = SignerKey.generate(own.origin(), KeyKind.NOTE);
    sealed.tamper("update log.day_report set vkey = '%s', note = '%s'".formatted(stranger.verifier().text(),
        own.signedWith(stranger).note()));
    assertThatExceptionOfType(LogAltered.class).isThrownBy(() -> new DayReports(sealed.database).of(FIRST));
  }

  /** Who waits for the lock holds one already: a second one might never come. */
  @Test
  void one_connection_is_enough() throws Exception {
    seal(300);
    HikariConfig single = new HikariConfig();
    sealed.database.copyStateTo(single);
    single.setMaximumPoolSize(1);
    single.setConnectionTimeout(1_000);
    try (HikariDataSource one = new HikariDataSource(single)) {
      assertThat(signing(one).sign(day(null, 0, 260, "{}"))).isTrue();
    }
  }
}
