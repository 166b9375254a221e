package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.standalone.log.LogCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H3: the log's key is handed over to the next one, and whoever trusts the first follows. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RotationAcceptanceTest {
  private static final String LOG = "/api/v1/audit/log/";
  private static final String HANDOVERS = LOG + "key/handovers";

  @Parameter
  private Deployment kind;

  @TempDir
  private Path folder;

  private final String customer = someone();
  private final long seed = new Random().nextLong();
  private int visits;

  private Path kept(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private byte[] bundle(Client auditor, String query) {
    return auditor.download("/api/v1/audit/customers/" + customer + "/bundle" + query).bytes();
  }

  private Client recorded(OwnDeployment deployment) {
    Client source = deployment.client("staff");
    source.record(visit(customer, "V-" + ++visits, "2026-03-0" + visits + "T01:00:00Z"));
    return source.as("auditor");
  }

  @Test
  void whoever_was_given_the_first_key_accepts_what_the_third_has_signed_by_the_signed_statements_alone()
      throws Exception {
    try (OwnDeployment deployment = new OwnDeployment(kind); Verifiers.Python python = Verifiers.Python.ifThere()) {
      Client auditor = recorded(deployment);
      Path older = kept("older.zip", "");
      Files.write(older, bundle(auditor, ""));
      String size =
          Bundle.of(Files.readAllBytes(older)).text("checkpoint.txt").lines().skip(1).findFirst().orElseThrow();
      Path first = kept("first.vkey", auditor.get(LOG + "key").body());
      Path witness = folder.resolve("seen");
      WitnessRun.once(witness, auditor.queries().toString());

      for (String scope : List.of("auditor", "staff", "app", "analyst")) {
        assertThat(Answer.problem(auditor.as(scope).post(HANDOVERS, Map.of()), 403)).as(scope).isEqualTo("forbidden");
      }
      Answer one = auditor.as("admin").post(HANDOVERS, Map.of());
      assertThat(one.status()).as(one.body()).isEqualTo(201);
      assertThat(one.json().get("from").asString() + "\n").isEqualTo(Files.readString(first));
      recorded(deployment);
      assertThat(rotate(auditor)).contains("statement 2", "to   ");
      auditor = recorded(deployment);
      bundle(auditor, "");

      String third = auditor.get(LOG + "key").body();
      assertThat(auditor.get(LOG + "keys").body().lines()).hasSize(3).startsWith(Files.readString(first).strip())
          .endsWith(third.strip());
      assertThat(deployment.logKey().resolveSibling("log.vkey")).hasContent(third.strip());
      Path zip = Files.write(folder.resolve("bundle.zip"), bundle(auditor, "?since=" + size));
      for (Path key : List.of(first, kept("second.vkey", one.json().get("to").asString()))) {
        assertAgreed(python, 0, "signed statements lead to: " + third.strip(), zip, "--key", key);
      }
      assertAgreed(python, 0, "key: as given", zip, "--key", kept("third.vkey", third));
      assertAgreed(python, 0, "consistent with the one from outside", zip, "--key", first, "--checkpoint", older);
      assertAgreed(python, 0, "the bundle's own", zip);
      assertAgreed(python, 0, "key: as given", older, "--key", first);
      String stranger = SignerKey.generate("anamnesis.local/log/stranger", KeyKind.NOTE).verifier().text();
      assertAgreed(python, 1, "not signed by the log's key", zip, "--key", stranger);
      WitnessRun look = WitnessRun.once(witness, auditor.queries().toString());
      assertThat(look.err()).contains("handed over", third.strip());
      forgeriesAreRefused(python, Bundle.of(Files.readAllBytes(zip)), first);

      deployment.restart();
      auditor = recorded(deployment);
      assertAgreed(python, 0, "signed statements lead to",
          Files.write(folder.resolve("after.zip"), bundle(auditor, "")),
          "--key", first);
    }
  }

  private String rotate(Client auditor) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = new LogCommand(out, out, Clock.systemUTC(), Map.of()).run(List.of("rotate-key", "--url",
        auditor.commands().toString(), "--token", TestTokens.token("admin")));
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return said.toString(StandardCharsets.UTF_8);
  }

  /** All sums made anew each time: only signatures are left to tell. */
  private void forgeriesAreRefused(Verifiers.@Nullable Python python, Bundle bundle, Path first) throws IOException {
    JsonNode about = Facts.parse(bundle.text("bundle.json"));
    assertThat(about.get("format").asInt()).isEqualTo(2);
    List<String> notes = about.get("statements").valueStream().map(JsonNode::asString).toList();
    assertThat(notes).hasSize(2);
    Map<String, Bundle> forgeries = new LinkedHashMap<>();
    forgeries.put("the first is missing", stating(bundle, notes.subList(1, 2)));
    forgeries.put("the last is missing", stating(bundle, notes.subList(0, 1)));
    forgeries.put("both are missing", bundle.forged("bundle.json",
        text -> text.replaceFirst(",\"statements\":\\[.*\\]", "").replace("\"format\":2", "\"format\":1")));
    forgeries.put("in another order", stating(bundle, notes.reversed()));
    forgeries.put("another size",
        stating(bundle, notes.stream().map(note -> note.replace("\nat ", "\nat 1")).toList()));
    for (Map.Entry<String, Bundle> forgery : forgeries.entrySet()) {
      Path zip = Files.write(folder.resolve("forged.zip"), forgery.getValue().zip());
      assertAgreed(python, 1,
          forgery.getKey().equals("both are missing") || forgery.getKey().equals("the last is missing")
              ? "checkpoint.txt is not signed"
              : "bundle.json",
          zip, "--key", first);
    }
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      String note = notes.get(i % 2);
      int at = random.nextInt(note.length());
      char other = note.charAt(at) == 'A' ? 'B' : 'A';
      String changed = note.substring(0, at) + other + note.substring(at + 1);
      Bundle forged =
          stating(bundle, List.of(i % 2 == 0 ? changed : notes.get(0), i % 2 == 0 ? notes.get(1) : changed));
      Path zip = Files.write(folder.resolve("forged.zip"), forged.zip());
      Verdict verdict = Verifiers.java(zip, "--key", first);
      assertThat(verdict.code()).as("character %d of statement %d, seed %d: %s", at, i % 2 + 1, seed, verdict.said())
          .isBetween(1, 2);
      if (python != null) {
        assertThat(python.verify(zip, "--key", first).code()).as("character %d, seed %d", at, seed)
            .isEqualTo(verdict.code());
      }
    }
  }

  private static Bundle stating(Bundle bundle, List<String> notes) {
    JsonNode about = Facts.parse(bundle.text("bundle.json"));
    Map<String, Object> members = new LinkedHashMap<>();
    about.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    members.put("statements", notes);
    return bundle.forged("bundle.json", text -> Facts.json(members) + "\n");
  }

  private static void assertAgreed(Verifiers.@Nullable Python python, int code, String said, Object... words) {
    Verdict verdict = Verifiers.java(words);
    assertThat(verdict.code()).as(verdict.said()).isEqualTo(code);
    assertThat(verdict.said()).contains(said);
    Verifiers.Python.assertAgrees(python, verdict, words);
  }
}
