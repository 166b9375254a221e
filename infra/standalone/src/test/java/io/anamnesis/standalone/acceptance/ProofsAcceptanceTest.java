package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.standalone.witness.WitnessCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * H3: checkpoints, proofs and witnesses over HTTP, and a past that is rewritten. Expected hashes are worked out from the rows of the
 * database by the recursions of RFC 6962.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class ProofsAcceptanceTest {
  private static final String LOG = "/api/v1/audit/log/";
  private static final String ONE = "one";
  private static final String OTHER = "other";

  private static final Map<Deployment, Place> PLACES = new EnumMap<>(Deployment.class);

  @Parameter
  private Deployment kind;

  private OwnDeployment deployment;
  private Path folder;

  /** What the tests of one kind share; each witness has a state of its own, and was known before the start. */
  private record Place(OwnDeployment deployment, Path folder) {}

  @BeforeEach
  void start() {
    Place place = PLACES.computeIfAbsent(kind, ProofsAcceptanceTest::place);
    deployment = place.deployment();
    folder = place.folder();
  }

  private static Place place(Deployment kind) {
    try {
      Path folder = Files.createTempDirectory("proofs");
      // A witness makes its key before it finds that nobody is there.
      for (String state : List.of(ONE, OTHER)) {
        assertThat(witness(folder.resolve(state), "http://127.0.0.1:1").code()).isEqualTo(2);
      }
      String vkeys = Files.readString(folder.resolve(ONE + ".vkey")).strip() + ","
          + Files.readString(folder.resolve(OTHER + ".vkey")).strip();
      return new Place(new OwnDeployment(kind, Map.of("anamnesis.log-key", folder.resolve("log.skey").toString(),
          "anamnesis.log.witnesses", vkeys)), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    PLACES.values().forEach(place -> place.deployment().close());
    PLACES.clear();
  }

  @Test
  void every_event_is_proved_to_be_in_the_log_and_the_log_to_have_only_grown() {
    Client auditor = recorded(someone(), 40);
    Note earlier = Note.of(auditor.get(LOG + "checkpoint"));
    auditor = recorded(someone(), 300);
    Note later = Note.of(auditor.get(LOG + "checkpoint"));
    WrittenEvents written = WrittenEvents.of(deployment.database());

    assertThat(later.size()).isGreaterThanOrEqualTo(earlier.size() + 300);
    for (Note note : List.of(earlier, later)) {
      assertThat(note.root()).isEqualTo(written.root(note.size()));
      assertThat(Note.of(auditor.get(LOG + "checkpoint?size=" + note.size()))).isEqualTo(note);
    }
    for (int index = 0; index < later.size(); index += 7) {
      JsonNode proof = auditor.read(LOG + "proofs/inclusion?eventId=" + written.events().get(index).eventId() + "&size="
          + later.size());
      assertThat(proof.get("leaf").asString()).isEqualTo(written.leaf(index));
      assertThat(proof.get("index").asInt()).isEqualTo(index);
      assertThat(texts(proof.get("path"))).isEqualTo(written.inclusion(index, later.size()));
    }
    JsonNode growth = auditor.read(LOG + "proofs/consistency?from=" + earlier.size() + "&to=" + later.size());
    assertThat(texts(growth.get("path"))).isEqualTo(written.consistency(earlier.size(), later.size()));
    tilesAreThoseOfTheLog(auditor, written, later.size());
  }

  private static void tilesAreThoseOfTheLog(Client auditor, WrittenEvents written, int size) {
    Download full = auditor.download(LOG + "tile/0/000");
    assertThat(full.bytes()).hasSize(256 * 32).startsWith(written.leaves().getFirst())
        .endsWith(written.leaves().get(255));
    assertThat(full.header("Cache-Control")).contains("immutable");
    int last = (size - 1) / 256;
    int width = size - 256 * last;
    assertThat(auditor.download(LOG + "tile/0/00" + last + (width == 256 ? "" : ".p/" + width)).bytes())
        .startsWith(written.leaves().get(256 * last)).endsWith(written.leaves().get(size - 1));
    assertThat(Answer.problem(auditor.get(LOG + "tile/0/009"), 404)).isEqualTo("unknown-tile");
    assertThat(Answer.problem(auditor.get(LOG + "tile/0/0"), 404)).isEqualTo("unknown-tile");
  }

  @Test
  void what_cannot_be_proved_is_refused_by_name() {
    Client auditor = recorded(someone(), 3);
    int size = Note.of(auditor.get(LOG + "checkpoint")).size();
    WrittenEvents written = WrittenEvents.of(deployment.database());
    String last = written.events().get(size - 1).eventId().toString();

    refused(auditor, "proofs/inclusion?eventId=nonsense", 400, "invalid", "eventId");
    refused(auditor, "proofs/inclusion", 400, "missing", "eventId");
    refused(auditor, "proofs/inclusion?eventId=6ba7b810-9dad-51d1-80b4-00c04fd430c8", 404, "unknown-event", "eventId");
    refused(auditor, "proofs/inclusion?size=1000000&eventId=" + last, 400, "invalid", "size");
    refused(auditor, "proofs/inclusion?size=1&eventId=" + last, 400, "invalid", "size");
    refused(auditor, "proofs/inclusion?size=-1&eventId=" + last, 400, "invalid", "size");
    refused(auditor, "proofs/consistency?to=1", 400, "missing", "from");
    refused(auditor, "proofs/consistency?from=2&to=1", 400, "invalid", "from");
    refused(auditor, "proofs/consistency?from=1&to=1000000", 400, "invalid", "to");
    refused(auditor, "checkpoint?size=1000000", 404, "unknown-checkpoint", "size");
    assertThat(Answer.problem(auditor.as("staff").get(LOG + "checkpoint"), 403)).isEqualTo("forbidden");
    assertThat(
        Answer.problem(auditor.as("staff").post(LOG + "cosignatures", "text/plain", BodyPublishers.ofString("x")), 403))
        .isEqualTo("forbidden");
  }

  @Test
  void a_witness_cosigns_what_it_has_seen_to_grow() throws IOException {
    Client auditor = recorded(someone(), 10);
    assertThat(witness(ONE).code()).isZero();
    recorded(someone(), 10);
    String vkey = Files.readString(folder.resolve(ONE + ".vkey")).strip();
    // What follows from the facts may be sealed in between: then it has the next one to cosign.
    String note = await().atMost(Duration.ofSeconds(30)).until(() -> {
      Finished again = witness(ONE);
      assertThat(again.code()).as(again.err()).isZero();
      return auditor.get(LOG + "checkpoint").body();
    }, last -> last.contains("— " + vkey.substring(0, vkey.indexOf('+')) + " "));

    String line = note.lines().filter(signature -> signature.contains("/witness/")).findFirst().orElseThrow();
    assertThat(Answer.problem(cosign(auditor, note.replace(line, forged(line))), 400)).isEqualTo("invalid");
    assertThat(Answer.problem(cosign(auditor, note.replace(line + "\n", "")), 403)).isEqualTo("unknown-witness");
    assertThat(Answer.problem(cosign(auditor, note.replace("\ntime 2", "\ntime 1")), 404))
        .isEqualTo("unknown-checkpoint");
    assertThat(Answer.problem(cosign(auditor, "nothing"), 400)).isEqualTo("malformed");
  }

  /** Whoever owns database and key rewrites one event, and every hash after it: only who has seen the log before can tell. */
  @Test
  void a_past_that_was_rewritten_and_sealed_anew_is_told_by_an_older_checkpoint() throws IOException {
    Client auditor = recorded(someone(), 300);
    assertThat(witness(OTHER).code()).isZero();
    Note seen = Note.of(auditor.get(LOG + "checkpoint"));
    assertThat(health(auditor)).isEqualTo("UP");

    deployment.close();
    WrittenEvents.tamper(deployment.database(), "update log.event set payload = '{}' where position = 7; "
        + "truncate log.tile, log.checkpoint, log.cosignature");
    assertThatThrownBy(deployment::start).hasRootCauseInstanceOf(LogAltered.class)
        .hasStackTraceContaining("log open-epoch --reason");

    deployment.close();
    Files.delete(folder.resolve("log.checkpoint"));
    deployment.start();
    Client resealed = recorded(someone(), 20);
    Note anew = Note.of(resealed.get(LOG + "checkpoint"));
    List<String> path =
        texts(resealed.read(LOG + "proofs/consistency?from=" + seen.size() + "&to=" + anew.size()).get("path"));
    assertThat(Consistency.verify(seen.size(), Hash.parse(seen.root()), anew.size(), Hash.parse(anew.root()),
        path.stream().map(Hash::parse).toList())).isFalse();
    Finished split = witness(OTHER);
    assertThat(split.code()).isEqualTo(1);
    assertThat(split.err()).contains("Split view");
    assertThat(Note.of(resealed.get(LOG + "checkpoint")).signers()).hasSize(1);
  }

  private Client recorded(String customer, int facts) {
    List<Map<String, Object>> told = new ArrayList<>();
    for (int i = 0; i < facts; i++) {
      told.add(fact(customer, "content.viewed", "2026-03-01T02:00:00Z", Map.of("content", "A-" + i)));
    }
    Client client = deployment.client("app");
    client.record(told);
    return client.as("auditor");
  }

  private static void refused(Client client, String path, int status, String code, String field) {
    Answer answer = client.get(LOG + path);
    assertThat(Answer.problem(answer, status)).as(path).isEqualTo(code);
    assertThat(answer.json().get("field").asString()).as(path).isEqualTo(field);
  }

  private static Answer cosign(Client client, String note) {
    return client.post(LOG + "cosignatures", "text/plain", BodyPublishers.ofString(note));
  }

  /** Another character of the signature. */
  private static String forged(String line) {
    int at = line.length() - 20;
    return line.substring(0, at) + (line.charAt(at) == 'A' ? 'B' : 'A') + line.substring(at + 1);
  }

  /** Its owner changed an event of the last tile alone: facts are taken as before, and nothing is signed any more. */
  @Test
  void a_log_that_was_altered_is_told_by_its_health_and_sealed_no_further() {
    Client auditor = recorded(someone(), 5);
    Note seen = Note.of(auditor.get(LOG + "checkpoint"));
    String was = "(select payload from log.event where position = " + seen.size() + ")";
    deployment.close();
    WrittenEvents.tamper(deployment.database(),
        "create table kept as select " + was + " as payload; update log.event set payload = '{}' where position = "
            + seen.size());
    deployment.start();
    Client altered = deployment.client("auditor");
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(health(altered)).isEqualTo("ALTERED"));
    deployment.close();
    WrittenEvents.tamper(deployment.database(),
        "update log.event set payload = (select payload from kept) where position = "
            + seen.size() + "; drop table kept");
    deployment.start();
    assertThat(Note.of(recorded(someone(), 1).get(LOG + "checkpoint")).size()).isGreaterThan(seen.size());
  }

  private static String health(Client client) {
    try {
      URI path = client.commands().resolve("/actuator/health");
      String answer =
          HttpClient.newHttpClient().send(HttpRequest.newBuilder(path).build(), BodyHandlers.ofString()).body();
      return JsonMapper.shared().readTree(answer).get("status").asString();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> texts(JsonNode hashes) {
    return hashes.valueStream().map(JsonNode::asString).toList();
  }

  private Finished witness(String state) {
    return witness(folder.resolve(state), deployment.client("auditor").queries().toString());
  }

  private static Finished witness(Path state, String url) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new WitnessCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Clock.systemUTC()).run(
            List.of("--once", "--state",
                state.toString(), "--url", url, "--token", TestTokens.token("auditor")));
    return new Finished(code, err.toString(StandardCharsets.UTF_8));
  }

  private record Finished(int code, String err) {}

  /** A checkpoint, read line by line. */
  private record Note(String origin, int size, String root, String time, List<String> signers) {
    static Note of(Answer answer) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("text/plain");
      List<String> lines = answer.body().lines().toList();
      assertThat(lines.get(4)).isEmpty();
      return new Note(lines.get(0), Integer.parseInt(lines.get(1)), lines.get(2), lines.get(3),
          lines.subList(5, lines.size()).stream().map(line -> line.split(" ")[1]).toList());
    }
  }
}
