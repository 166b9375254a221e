package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.standalone.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** I6: reports that make themselves: scheduled, kept, delivered by webhook or mail, as CSV and Parquet. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ReportsAcceptanceTest {
  private static final String REPORTS = "/api/v1/reports";
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Receiver RECEIVER = new Receiver();
  private static final Mailbox MAILBOX = new Mailbox();
  private static final Map<Deployment, Running> RUNNING = new HashMap<>();

  /** What all tests of one kind of deployment share: each has reports of its own, and time goes on for all of them. */
  private record Running(OwnDeployment deployment, ShiftedClock clock, Path secret) {
    static Running start(Deployment kind) {
      try {
        ShiftedClock clock = new ShiftedClock();
        Path secret = Files.createTempDirectory("anamnesis").resolve("webhook-secret");
        return new Running(new OwnDeployment(kind, settings(secret), clock), clock, secret);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Map<String, Object> settings(Path secret) {
      return Map.of("anamnesis.reports.webhook.secret-file", secret.toString(), "anamnesis.reports.retry.first",
          "100ms", "anamnesis.reports.retry.give-up", "1h", "spring.mail.host", "127.0.0.1", "spring.mail.port",
          MAILBOX.port(), "anamnesis.reports.mail.from", "anamnesis@hospital.example",
          "anamnesis.reports.mail.domains", "hospital.example");
    }
  }

  @Parameter
  private Deployment kind;

  private final String name = "r-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterAll
  static void stop() {
    RUNNING.values().forEach(running -> running.deployment().close());
    RUNNING.clear();
  }

  private Running running() {
    return RUNNING.computeIfAbsent(kind, Running::start);
  }

  private ShiftedClock clock() {
    return running().clock();
  }

  private Client analyst() {
    return running().deployment().client("analyst");
  }

  @Test
  void it_makes_itself_when_it_is_due_and_its_file_is_what_the_view_holds_then() throws Exception {
    running().deployment().client("staff").record(visit(someone(), "V-1", "2026-03-01T01:00:00Z"));
    Client analyst = analyst();
    Instant due = nextMorning();
    JsonNode defined = define(analyst, """
        report: %s
        projection: volumes
        format: csv
        schedule: {every: day, at: 06:00}
        """.formatted(name));
    assertThat(defined.get("nextDue").asString()).isEqualTo(due.toString());
    assertThat(defined.get("state").asString()).isEqualTo("active");
    // One more that only the report's own waiting for the view can bring into the file.
    running().deployment().client("staff").record(visit(someone(), "V-2", "2026-03-01T02:00:00Z"));

    clock().to(due.plusSeconds(1));

    JsonNode run = awaitRuns(analyst, 1).getFirst();
    Download file = analyst.download(REPORTS + "/" + name + "/runs/1/file");
    assertThat(run.get("due").asString()).isEqualTo(due.toString());
    assertThat(run.get("late").asBoolean()).isFalse();
    assertThat(run.get("missed").asInt()).isZero();
    assertThat(file.text()).as("its rows are the view's")
        .isEqualTo(analyst.download("/api/v1/projections/volumes/rows?format=csv").text());
    assertThat(visits(file)).as("visits, counted over").isEqualTo(visitsInTheLog());
    assertThat(run.get("sha256").asString()).isEqualTo(sha256(file.bytes()));
    assertThat(run.get("size").asInt()).isEqualTo(file.bytes().length);
    assertThat(run.get("rows").asInt()).isEqualTo(file.text().lines().toList().size() - 1);
    assertThat(file.header("ETag")).isEqualTo('"' + sha256(file.bytes()) + '"');
    assertThat(file.header("Content-Type")).startsWith("text/csv");
    assertThat(analyst.get(REPORTS + "/" + name + "/runs/1/file", "If-None-Match", file.header("ETag")).status())
        .isEqualTo(304);
    assertThat(told(analyst).get("nextDue").asString()).isEqualTo(due.plus(Duration.ofDays(1)).toString());
  }

  @Test
  void a_parquet_file_is_one_and_only_the_last_files_are_kept() {
    Client analyst = analyst();
    define(analyst, """
        {"report":"%s","projection":"portrait","format":"parquet","keep":2,"schedule":{"cron":"0 0 1 1 *"}}"""
        .formatted(name), "application/json");
    String customer = someone();
    for (int run = 1; run <= 3; run++) {
      running().deployment().client("staff").record(visit(customer, "V-" + run, "2026-03-0" + run + "T01:00:00Z"));
      assertThat(analyst.post(REPORTS + "/" + name + "/runs", Map.of()).status()).isEqualTo(202);
      awaitRuns(analyst, run);
    }

    byte[] newest = analyst.download(REPORTS + "/" + name + "/runs/3/file").bytes();
    assertThat(Duck.ask(newest, "parquet", "select count(*) from data").getFirst().getFirst())
        .isEqualTo(analyst.read(REPORTS + "/" + name + "/runs/3").get("rows").asString());
    assertThat(Duck.ask(newest, "parquet", "select * from data").toString()).as("pseudonyms alone")
        .doesNotContain(customer).contains("p");
    assertThat(analyst.get(REPORTS + "/" + name + "/runs/2/file").status()).isEqualTo(200);
    assertThat(analyst.get(REPORTS + "/" + name + "/runs/1/file").status()).isEqualTo(404);
    assertThat(kept(analyst)).containsExactly(true, true, false);
  }

  private List<Boolean> kept(Client analyst) {
    return runs(analyst).stream().map(run -> run.get("kept").asBoolean()).toList();
  }

  @Test
  void a_webhook_gets_the_file_signed_again_and_again_until_it_takes_it_and_knows_it_by_its_id() throws Exception {
    Client analyst = analyst();
    String path = "/" + name;
    define(analyst, """
        report: %s
        projection: volumes
        format: csv
        schedule: {cron: "0 0 1 1 *"}
        recipients: {webhooks: ["%s"]}
        """.formatted(name, RECEIVER.origin() + path));
    RECEIVER.answerNext(500, 302);

    analyst.post(REPORTS + "/" + name + "/runs", Map.of());
    JsonNode delivery = awaitDelivery(analyst, "delivered");

    List<Receiver.Parcel> parcels = RECEIVER.received(path);
    byte[] file = analyst.download(REPORTS + "/" + name + "/runs/1/file").bytes();
    assertThat(parcels).hasSize(3);
    assertThat(parcels).extracting(parcel -> parcel.header("webhook-id")).as("one id for all attempts")
        .doesNotContain("")
        .containsOnly(parcels.getFirst().header("webhook-id"));
    assertThat(RECEIVER.received("/elsewhere")).as("no redirect is followed").isEmpty();
    assertThat(delivery.get("attempts").asInt()).isEqualTo(3);
    assertThat(delivery.get("recipient").asString()).isEqualTo("webhook-1");
    for (Receiver.Parcel parcel : parcels) {
      assertThat(parcel.body()).isEqualTo(file);
      assertThat(parcel.header("webhook-signature")).isEqualTo(signature(parcel));
      assertThat(parcel.header("Idempotency-Key")).isEqualTo('"' + parcel.header("webhook-id") + '"');
    }
  }

  /** As the how-to tells receivers to check it. */
  private String signature(Receiver.Parcel parcel) throws Exception {
    byte[] key = hmac(Files.readString(running().secret()).strip().getBytes(StandardCharsets.UTF_8),
        RECEIVER.origin().getBytes(StandardCharsets.UTF_8));
    byte[] before = (parcel.header("webhook-id") + "." + parcel.header("webhook-timestamp") + ".")
        .getBytes(StandardCharsets.UTF_8);
    byte[] signed = new byte[before.length + parcel.body().length];
    System.arraycopy(before, 0, signed, 0, before.length);
    System.arraycopy(parcel.body(), 0, signed, before.length, parcel.body().length);
    return "v1," + Base64.getEncoder().encodeToString(hmac(key, signed));
  }

  private static byte[] hmac(byte[] key, byte[] text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  @Test
  void one_that_is_gone_or_does_not_take_it_in_time_is_given_up_visibly() {
    Client analyst = analyst();
    String path = "/" + name;
    define(analyst, """
        report: %s
        projection: volumes
        format: ndjson
        schedule: {cron: "0 0 1 1 *"}
        recipients: {webhooks: ["%s", "http://127.0.0.1:1/nobody-listens"]}
        """.formatted(name, RECEIVER.origin() + path));
    RECEIVER.answerNext(410);

    analyst.post(REPORTS + "/" + name + "/runs", Map.of());

    await().atMost(SOON).untilAsserted(() -> {
      List<JsonNode> told = deliveries(analyst);
      assertThat(told).extracting(one -> one.get("state").asString()).containsExactly("undelivered", "waiting");
      assertThat(told.getFirst().get("cause").asString()).isEqualTo("http-410");
      assertThat(told.getLast().get("cause").asString()).isEqualTo("unreachable");
      assertThat(told.getLast().get("nextAt").isNull()).isFalse();
    });
    assertThat(RECEIVER.received(path)).as("it is not asked again").hasSize(1);
    clock().forward(Duration.ofHours(2));
    await().atMost(SOON).untilAsserted(() -> assertThat(deliveries(analyst))
        .extracting(one -> one.get("state").asString()).containsExactly("undelivered", "undelivered"));
  }

  @Test
  void a_mail_brings_the_file_in_the_words_of_its_language_and_the_address_stays_unsaid() throws Exception {
    Client analyst = analyst();
    String who = "canary-" + name;
    JsonNode defined = define(analyst, """
        report: %s
        title: 就诊量
        projection: volumes
        format: csv
        language: en
        schedule: {cron: "0 0 1 1 *"}
        recipients: {mail: [%s@hospital.example]}
        """.formatted(name, who));
    assertThat(defined.toString()).doesNotContain(who).contains("***@hospital.example");

    analyst.post(REPORTS + "/" + name + "/runs", Map.of());
    awaitDelivery(analyst, "delivered");

    List<Mailbox.Mail> mails =
        MAILBOX.received().stream().filter(mail -> mail.to().equals(who + "@hospital.example")).toList();
    assertThat(mails).hasSize(1);
    assertThat(mails.getFirst().subject()).startsWith("就诊量: ");
    assertThat(mails.getFirst().text()).contains("is attached").contains("Rows: ");
    assertThat(mails.getFirst().fileName()).startsWith(name + "-").endsWith(".csv");
    assertThat(mails.getFirst().file()).isEqualTo(analyst.download(REPORTS + "/" + name + "/runs/1/file").bytes());
    assertThat(deliveries(analyst).toString()).doesNotContain(who);
    assertThat(query("select count(*) from log.event where payload::text like '%" + who + "%'")).isEqualTo("0");
    assertThat(query("select count(*) from log.event where stream = 'report-" + name + "'")).as("all of it in the log")
        .isEqualTo("4");
  }

  @Test
  void what_fell_due_while_nothing_ran_is_made_once_and_says_that_it_is_late() {
    Client analyst = analyst();
    String path = "/" + name;
    Instant due = nextMorning();
    define(analyst, """
        report: %s
        projection: volumes
        format: csv
        schedule: {every: day, at: 06:00, zone: Asia/Shanghai}
        recipients: {webhooks: ["%s"]}
        """.formatted(name, RECEIVER.origin() + path));

    running().deployment().close();
    clock().to(due.plus(Duration.ofDays(2)).plus(Duration.ofHours(3)));
    running().deployment().start();
    running().deployment().startAnother();

    Client again = analyst();
    JsonNode run = awaitRuns(again, 1).getFirst();
    assertThat(run.get("due").asString()).isEqualTo(due.plus(Duration.ofDays(2)).toString());
    assertThat(run.get("late").asBoolean()).isTrue();
    assertThat(run.get("missed").asInt()).isEqualTo(2);
    awaitDelivery(again, "delivered");
    assertThat(RECEIVER.received(path)).extracting(parcel -> parcel.header("Report-Late")).containsExactly("true");

    clock().to(due.plus(Duration.ofDays(3)).plusSeconds(1));
    List<JsonNode> both = awaitRuns(again, 2);
    await().during(Duration.ofSeconds(6)).atMost(SOON).until(() -> runs(again).size() == 2);
    assertThat(both.getFirst().get("due").asString()).isEqualTo(due.plus(Duration.ofDays(3)).toString());
    assertThat(both.getFirst().get("late").asBoolean()).isFalse();
    assertThat(both.getFirst().get("missed").asInt()).isZero();
  }

  @Test
  void what_had_passed_when_it_was_defined_or_resumed_is_never_made_and_an_order_is_heard_in_a_pause() {
    Client analyst = analyst();
    String daily = """
        report: %s
        projection: volumes
        format: csv
        schedule: {every: day, at: 06:00}
        """.formatted(name);
    clock().to(nextMorning().plusSeconds(60));
    define(analyst, daily);
    assertThat(analyst.post(REPORTS + "/" + name + "/pause", Map.of()).json().get("nextDue").isNull()).isTrue();
    clock().forward(Duration.ofDays(3));
    assertThat(analyst.post(REPORTS + "/" + name + "/runs", Map.of()).status()).isEqualTo(202);
    JsonNode ordered = awaitRuns(analyst, 1).getFirst();
    assertThat(ordered.get("ordered").asBoolean()).isTrue();

    JsonNode resumed = analyst.post(REPORTS + "/" + name + "/resume", Map.of()).json();

    Instant due = nextMorning();
    assertThat(resumed.get("nextDue").asString()).isEqualTo(due.toString());
    await().during(Duration.ofSeconds(6)).atMost(SOON).until(() -> runs(analyst).size() == 1);
    clock().to(due.plusSeconds(1));
    assertThat(awaitRuns(analyst, 2).getFirst().get("missed").asInt()).isZero();
  }

  @Test
  void one_that_is_removed_is_gone_and_defined_again_it_counts_on() {
    Client analyst = analyst();
    String definition = "{report: %s, projection: volumes, format: csv, schedule: {cron: 0 0 1 1 *}}".formatted(name);
    String tag = post(analyst, definition).header("ETag");
    analyst.post(REPORTS + "/" + name + "/runs", Map.of());
    awaitRuns(analyst, 1);
    assertThat(post(analyst, definition).status()).as("nothing changes").isEqualTo(200);
    assertThat(post(analyst, definition).header("ETag")).isEqualTo(tag);
    assertThat(post(analyst, definition.replace("csv", "ndjson")).header("ETag")).isNotEqualTo(tag);

    assertThat(analyst.delete(REPORTS + "/" + name).status()).isEqualTo(204);

    for (String path : List.of("", "/runs", "/runs/1", "/runs/1/file", "/deliveries")) {
      Answer gone = analyst.get(REPORTS + "/" + name + path);
      assertThat(gone.status()).as(path).isEqualTo(404);
      assertThat(gone.json().get("code").asString()).isEqualTo("unknown-report");
    }
    assertThat(analyst.read(REPORTS).get("items").toString()).doesNotContain(name);
    assertThat(post(analyst, definition).status()).isEqualTo(201);
    analyst.post(REPORTS + "/" + name + "/runs", Map.of());
    await().atMost(SOON).until(() -> runs(analyst).size() == 1);
    assertThat(runs(analyst).getFirst().get("run").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      report: Upper                                             | report
      repeat: 1                                                 | repeat
      projection: no-such-view                                  | projection
      format: xlsx                                              | format
      schedule: {cron: 0 6 * *}                                 | schedule.cron
      schedule: {cron: 0 0 30 2 *}                              | schedule.cron
      schedule: {every: fortnight, at: 06:00}                   | schedule.every
      schedule: {every: week, on: someday, at: 06:00}           | schedule.on
      schedule: {every: month, on: 31, at: 06:00}               | schedule.on
      schedule: {every: day, at: 25:00}                         | schedule.at
      schedule: {every: day, at: 06:00, zone: Asia/Nowhere}     | schedule.zone
      schedule: {}                                              | schedule
      keep: 0                                                   | keep
      language: tlh                                             | language
      recipients: {webhooks: ["ftp://127.0.0.1/"]}              | recipients.webhooks[0]
      recipients: {webhooks: ["http://10.1.2.3/x"]}             | recipients.webhooks[0]
      recipients: {webhooks: ["https://hooks.example.org/x"]}   | recipients.webhooks[0]
      recipients: {webhooks: ["http://169.254.169.254/latest"]} | recipients.webhooks[0]
      recipients: {webhooks: ["http://127.0.0.1/x?key=1"]}      | recipients.webhooks[0]
      recipients: {webhooks: ["http://a:b@127.0.0.1/x"]}        | recipients.webhooks[0]
      recipients: {mail: [somebody]}                            | recipients.mail[0]
      recipients: {mail: [a@hospital.example, b@elsewhere.example]} | recipients.mail[1]
      recipients: {sms: [1]}                                    | recipients.sms
      """)
  void what_does_not_hold_is_refused_with_its_field(String wrong, String field) {
    Map<String, String> members = new HashMap<>(Map.of("report", "report: " + name, "projection", "projection: volumes",
        "format", "format: csv", "schedule", "schedule: {every: day, at: 06:00}"));
    members.put(wrong.substring(0, wrong.indexOf(':')), wrong);

    Answer answer = post(analyst(), String.join("\n", members.values()));

    assertThat(answer.status()).as(answer.body()).isBetween(400, 404);
    assertThat(answer.json().get("field").asString()).isEqualTo(field);
    assertThat(answer.json().get("detail").asString()).isNotEmpty();
    assertThat(analyst().get(REPORTS + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void nobody_but_an_analyst_sees_or_makes_reports() {
    for (String scope : List.of("app", "staff", "auditor", "admin")) {
      Client other = running().deployment().client(scope);
      assertThat(other.get(REPORTS).status()).as(scope).isEqualTo(403);
      assertThat(other.post(REPORTS + "/x/runs", Map.of()).status()).as(scope).isEqualTo(403);
    }
  }

  private Instant nextMorning() {
    ZonedDateTime now = clock().instant().atZone(SHANGHAI);
    ZonedDateTime today = now.with(LocalTime.of(6, 0));
    return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
  }

  private JsonNode define(Client analyst, String definition) {
    return define(analyst, definition, "application/yaml");
  }

  private JsonNode define(Client analyst, String definition, String type) {
    Answer answer = analyst.post(REPORTS, type, BodyPublishers.ofString(definition));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json();
  }

  private static Answer post(Client analyst, String definition) {
    return analyst.post(REPORTS, "application/yaml", BodyPublishers.ofString(definition));
  }

  private JsonNode told(Client analyst) {
    return analyst.read(REPORTS + "/" + name);
  }

  /** Newest first. */
  private List<JsonNode> runs(Client analyst) {
    return items(analyst.read(REPORTS + "/" + name + "/runs"));
  }

  private List<JsonNode> deliveries(Client analyst) {
    return items(analyst.read(REPORTS + "/" + name + "/deliveries"));
  }

  private static List<JsonNode> items(JsonNode page) {
    List<JsonNode> items = new ArrayList<>();
    page.get("items").forEach(items::add);
    return items;
  }

  private List<JsonNode> awaitRuns(Client analyst, int number) {
    await().atMost(SOON).until(() -> runs(analyst).size() >= number);
    return runs(analyst);
  }

  private JsonNode awaitDelivery(Client analyst, String state) {
    await().atMost(SOON).until(() -> deliveries(analyst).size() == 1
        && deliveries(analyst).getFirst().get("state").asString().equals(state));
    return deliveries(analyst).getFirst();
  }

  private static int visits(Download csv) {
    return Duck.ask(csv.bytes(), "csv", "select coalesce(sum(visits), 0)::int from data").getFirst().getFirst()
        .transform(Integer::parseInt);
  }

  /** By SQL alone. */
  private int visitsInTheLog() throws Exception {
    return Integer.parseInt(query("select count(*) from log.event where type = 'visit.completed'"));
  }

  private String query(String sql) throws Exception {
    try (Connection database = DriverManager.getConnection(running().deployment().database());
        ResultSet row = database.createStatement().executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
