package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H3: whoever owns the database and the log's key changes the past and makes every hash and signature anew. What was kept outside
 * gives him away, and the position with him.
 */
class RewrittenHistoryTest {
  private static final Pattern RANGE = Pattern.compile("positions ([0-9]+) to ([0-9]+)");

  @TempDir
  private Path folder;

  private final String customer = someone();
  private final List<Map<?, ?>> facts = new ArrayList<>();

  private void lives() {
    List<String> others = List.of(someone(), someone(), someone());
    for (int day = 10; day < 20; day++) {
      for (String other : others) {
        facts.add(visit(other, "V-" + other + day, "2026-03-" + day + "T01:00:00Z"));
      }
      facts.add(fact(customer, "signin.made", "2026-03-" + day + "T02:00:00Z", Map.of("channel", "wecom")));
    }
  }

  private Path bundle(Client auditor, String name, String query) throws IOException {
    return Files.write(folder.resolve(name),
        auditor.download("/api/v1/audit/customers/" + customer + "/bundle" + query).bytes());
  }

  private static List<Long> positions(Path bundle) throws IOException {
    return Bundle.of(Files.readAllBytes(bundle)).lines("events.ndjson").stream()
        .map(event -> event.get("position").asLong()).toList();
  }

  @Test
  void what_an_administrator_changes_is_named_by_its_position_though_every_hash_was_made_anew() throws Exception {
    lives();
    Map<String, BiConsumer<Administrator, Long>> changes = new LinkedHashMap<>();
    changes.put("rewrites an event", Administrator::rewrites);
    changes.put("swaps an event with the next", Administrator::swapsWithTheNext);
    changes.put("inserts an event", Administrator::inserts);
    changes.put("deletes an event", Administrator::deletes);
    try (OwnDeployment deployment = new OwnDeployment(Deployment.ONE_PROCESS);
        Administrator administrator = new Administrator(deployment.database(), deployment.logKey(), folder);
        Verifiers.Python python = Verifiers.Python.ifThere()) {
      Client source = deployment.client("staff");
      source.record(facts);
      // Waits for all that follows from the facts.
      bundle(source.as("auditor"), "first.zip", "");
      Client auditor = deployment.client("auditor");

      Path before = bundle(auditor, "before.zip", "");
      long mine = positions(before).get(positions(before).size() / 2);
      administrator.rewrites(mine);
      assertNamed(Verifiers.java(bundle(auditor, "careless.zip", "")), "position " + mine + " was altered");
      administrator.restores(mine);

      for (Map.Entry<String, BiConsumer<Administrator, Long>> change : changes.entrySet()) {
        Path kept = bundle(auditor, "kept.zip", "");
        long target = positions(kept).get(positions(kept).size() / 2);
        Path checkpoint = Files.write(folder.resolve("kept.txt"),
            Bundle.of(Files.readAllBytes(kept)).bytes("checkpoint.txt"));
        String size = Files.readAllLines(checkpoint).get(1);

        change.getValue().accept(administrator, target);
        administrator.recomputesEveryHash();

        Path altered = bundle(auditor, "altered.zip", "?since=" + Math.min(Long.parseLong(size), positionsOf(auditor)));
        assertThat(Verifiers.java(altered)).as("%s: by itself it is consistent", change.getKey())
            .extracting(Verdict::code).isEqualTo(0);
        Verdict byBundle = Verifiers.java(altered, "--checkpoint", kept);
        assertThat(byBundle.code()).as("%s: %s", change.getKey(), byBundle.said()).isEqualTo(1);
        assertThat(byBundle.position()).as("%s: %s", change.getKey(), byBundle.said()).isEqualTo(target);
        Verifiers.Python.assertAgrees(python, byBundle, altered, "--checkpoint", kept);
        Verdict byCheckpoint = Verifiers.java(altered, "--checkpoint", checkpoint);
        assertNamed(byCheckpoint, change.getKey().equals("deletes an event")
            ? "position " + size + " is gone"
            : "no position from 1 to " + size);
        Verifiers.Python.assertAgrees(python, byCheckpoint, altered, "--checkpoint", checkpoint);
      }
      anotherCustomersEvent(auditor, administrator, python);
    }
  }

  private long positionsOf(Client auditor) {
    return Long.parseLong(auditor.get("/api/v1/audit/log/checkpoint").body().lines().skip(1).findFirst().orElseThrow());
  }

  /** The customer's own events are whole, but their paths are not. */
  private void anotherCustomersEvent(Client auditor, Administrator administrator, Verifiers.@Nullable Python python)
      throws Exception {
    Path kept = bundle(auditor, "kept.zip", "");
    List<Long> own = positions(kept);
    long target = own.get(own.size() / 2) + 1;
    while (own.contains(target)) {
      target++;
    }
    Path checkpoint = witnessed(Bundle.of(Files.readAllBytes(kept)).text("checkpoint.txt"));
    administrator.rewrites(target);
    administrator.recomputesEveryHash();

    Path altered = bundle(auditor, "altered.zip", "?since=" + Files.readAllLines(checkpoint).get(1));
    Verdict byBundle = Verifiers.java(altered, "--checkpoint", kept);
    assertThat(byBundle.code()).as(byBundle.said()).isEqualTo(1);
    Matcher range = RANGE.matcher(byBundle.said());
    long first = range.find() ? Long.parseLong(range.group(1)) : byBundle.position();
    long last = first == byBundle.position() ? first : Long.parseLong(range.group(2));
    assertThat(target).as(byBundle.said()).isBetween(first, last);
    Verifiers.Python.assertAgrees(python, byBundle, altered, "--checkpoint", kept);

    Path keys = folder.resolve("keys.txt");
    Verdict byWitness = Verifiers.java(altered, "--checkpoint", checkpoint, "--key", keys);
    assertNamed(byWitness, "no position from 1 to");
    Verifiers.Python.assertAgrees(python, byWitness, altered, "--checkpoint", checkpoint, "--key", keys);
    Path unseen = Files.writeString(folder.resolve("unseen.txt"),
        Bundle.of(Files.readAllBytes(kept)).text("checkpoint.txt"));
    Verdict unwitnessed = Verifiers.java(altered, "--checkpoint", unseen, "--key", keys);
    assertThat(unwitnessed.code()).as(unwitnessed.said()).isEqualTo(2);
    Verifiers.Python.assertAgrees(python, unwitnessed, altered, "--checkpoint", unseen, "--key", keys);
  }

  private Path witnessed(String checkpoint) throws IOException {
    SignerKey witness = SignerKey.generate("witness.example", KeyKind.COSIGNATURE);
    SignedNote note = SignedNote.parse(checkpoint);
    Files.writeString(folder.resolve("keys.txt"),
        Bundle.of(Files.readAllBytes(folder.resolve("kept.zip"))).text("log.vkey") + witness.verifier().text() + "\n");
    return Files.writeString(folder.resolve("witnessed.txt"),
        note.with(witness.cosign(note.text(), Instant.now())).note());
  }

  private static void assertNamed(Verdict verdict, String what) {
    assertThat(verdict.code()).as(verdict.said()).isEqualTo(1);
    assertThat(verdict.said()).contains(what);
  }
}
