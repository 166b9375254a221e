package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.standalone.log.LogCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** H3: a log that was restored behind the last known checkpoint does not start, until an administrator says, signed, what is lost. */
@ParameterizedClass
@EnumSource(Deployment.class)
class EpochAcceptanceTest {
  private static final String LOG = "/api/v1/audit/log/";
  private static final String REASON = "Disk of 3 March: backup of the night before, 磁盘损坏";

  @Parameter
  private Deployment kind;

  @TempDir
  private Path folder;

  private final String customer = someone();
  private int visits;

  private Client recorded(OwnDeployment deployment) {
    Client source = deployment.client("staff");
    for (int i = 0; i < 4; i++) {
      source.record(visit(customer, "V-" + ++visits, "2026-03-01T01:00:00Z"));
    }
    return source.as("auditor");
  }

  private Path bundle(Client auditor, String name, String query) throws IOException {
    return Files.write(folder.resolve(name),
        auditor.download("/api/v1/audit/customers/" + customer + "/bundle" + query).bytes());
  }

  private static long sizeOf(Path bundle) throws IOException {
    return Long.parseLong(
        Bundle.of(Files.readAllBytes(bundle)).text("checkpoint.txt").lines().skip(1).findFirst().orElseThrow());
  }

  private static String token(OwnDeployment deployment, String customer, int visit) {
    return deployment.client("staff").single(Facts.json(visit(customer, "V-" + visit, "2026-03-01T02:00:00Z")))
        .header("Consistency-Token");
  }

  @Test
  void a_log_restored_behind_its_last_checkpoint_starts_only_in_a_new_epoch_that_every_reader_is_told_of()
      throws Exception {
    Path witness = folder.resolve("seen");
    WitnessRun.once(witness, "http://127.0.0.1:1");
    try (OwnDeployment deployment = new OwnDeployment(kind,
        Map.of("anamnesis.log.witnesses", Files.readString(folder.resolve("seen.vkey")).strip()));
        Verifiers.Python python = Verifiers.Python.ifThere()) {
      Path early = bundle(recorded(deployment), "early.zip", "");
      deployment.close();
      String backup = TestPostgres.shared().backup(deployment.database());
      deployment.start();
      Client auditor = recorded(deployment);
      Path late = bundle(auditor, "late.zip", "?since=" + sizeOf(early));
      String token = token(deployment, customer, 100);
      assertThat(WitnessRun.once(witness, auditor.queries().toString()).code()).isZero();
      assertThat(openEpoch(deployment)).contains("needs no new epoch");

      deployment.close();
      TestPostgres.shared().restore(deployment.database(), backup);
      assertThatThrownBy(deployment::start).hasStackTraceContaining("does not go on from the last checkpoint")
          .hasStackTraceContaining("infra/anamnesis log open-epoch --reason");
      deployment.close();
      assertThat(run(deployment, "log", "open-epoch")).contains("Why?");
      assertThat(openEpoch(deployment)).contains("Epoch 1 of the log", "are gone", "signed and shown to every auditor");
      deployment.start();

      tokensOfBeforeAreRefused(deployment, token);
      Client after = recorded(deployment);
      Path anew = bundle(after, "anew.zip", "?since=" + sizeOf(early));
      long kept = Long.parseLong(after.get(LOG + "statements").body().lines().filter(line -> line.startsWith("kept "))
          .findFirst().orElseThrow().split(" ")[1]);
      assertThat(after.get(LOG + "statements").body()).contains("\nreason " + REASON + "\n", "\nepoch 1\n");
      assertThat(after.get(LOG + "checkpoint").body().lines()).element(4).isEqualTo("epoch 1");
      assertThat(kept).isBetween(sizeOf(early), sizeOf(late) - 1);
      assertAgreed(python, 0, "the log was set back: epoch 1 was opened", anew);
      assertAgreed(python, 0, "consistent with the one from outside", anew, "--checkpoint", early);
      assertAgreed(python, 1, "the log says that epoch 1 was opened", anew, "--checkpoint", late);
      Path checkpoint = Files.writeString(folder.resolve("late.txt"),
          Bundle.of(Files.readAllBytes(late)).text("checkpoint.txt"));
      assertAgreed(python, 1,
          "positions " + (kept + 1) + " to " + sizeOf(late) + " are gone; the log says that epoch 1",
          anew, "--checkpoint", checkpoint);
      assertAgreed(python, 2, "of a later epoch than the bundle", late, "--checkpoint", anew);
      WitnessRun look = WitnessRun.once(witness, after.queries().toString());
      assertThat(look.code()).as(look.err()).isZero();
      assertThat(look.err()).contains("LOST: position", "epoch 1 was opened", REASON);
    }
  }

  private void tokensOfBeforeAreRefused(OwnDeployment deployment, String old) {
    String path = "/api/v1/customers/" + customer + "/points";
    Client reader = deployment.client("staff");
    Answer refused = reader.get(path, "Consistency-Token", old);
    assertThat(Answer.problem(refused, 409)).isEqualTo("log-restored");
    assertThat(refused.json().get("epoch").asLong()).isOne();
    assertThat(refused.json().get("field").asString()).isEqualTo("Consistency-Token");
    String anew = token(deployment, customer, 101);
    assertThat(anew).matches("2-1-[0-9]+");
    assertThat(reader.get(path, "Consistency-Token", anew, "Prefer", "wait=20").status()).isEqualTo(200);
    assertThat(Answer.problem(reader.get(path, "Consistency-Token", anew.replace("2-1-", "2-2-")), 409))
        .isEqualTo("log-restored");
    assertThat(Answer.problem(reader.get(path, "Consistency-Token", "2-1-x"), 400)).isEqualTo("invalid");
  }

  private String openEpoch(OwnDeployment deployment) {
    return run(deployment, "log", "open-epoch", "--reason", REASON);
  }

  /** As the launcher runs it, with the environment of two services. */
  private static String run(OwnDeployment deployment, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    new LogCommand(out, out, Clock.systemUTC(),
        Map.of("ANAMNESIS_DB_URL", deployment.database(), "ANAMNESIS_LOG_KEY", deployment.logKey().toString()))
        .run(List.of(words).subList(1, words.length));
    return said.toString(StandardCharsets.UTF_8);
  }

  private static void assertAgreed(Verifiers.@Nullable Python python, int code, String said, Object... words) {
    Verdict verdict = Verifiers.java(words);
    assertThat(verdict.code()).as(verdict.said()).isEqualTo(code);
    assertThat(verdict.said()).contains(said);
    Verifiers.Python.assertAgrees(python, verdict, words);
  }
}
