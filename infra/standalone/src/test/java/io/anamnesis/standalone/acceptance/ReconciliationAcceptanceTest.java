package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.SignerKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H3: days of the log, added up and signed: facts by source, points and money, in and out. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ReconciliationAcceptanceTest {
  private static final String PATH = "/api/v1/audit/reconciliation";

  @Parameter
  private Deployment kind;

  @TempDir
  private Path folder;

  private final String ann = someone();
  private final String bea = someone();
  private final String cid = someone();
  private final String longAgo = Instant.now().minus(Duration.ofDays(20)).toString();
  private final String reward = "R-" + someone().substring(2, 10);
  private Map<String, Object> told = Map.of();
  private Map<String, Object> cost = Map.of();

  /** A zone in which it is noon now: no day ends while the test runs. */
  private static ZoneOffset noon() {
    return at(LocalTime.NOON);
  }

  private static ZoneOffset at(LocalTime time) {
    int seconds = time.toSecondOfDay() - Instant.now().atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
    return ZoneOffset.ofTotalSeconds(seconds > ZoneOffset.MAX.getTotalSeconds() ? seconds - 86_400 : seconds);
  }

  private OwnDeployment deployment(ZoneOffset zone) {
    return new OwnDeployment(kind, Map.of("anamnesis.reconciliation.zone", zone.getId()));
  }

  /** All that was recorded was recorded a day earlier; nothing of it is sealed or signed any more. */
  private static void aDayPasses(OwnDeployment deployment) throws IOException {
    deployment.close();
    WrittenEvents.tamper(deployment.database(), """
        update log.event set recorded_at = recorded_at - interval '1 day';
        update intake.rejected set received_at = received_at - interval '1 day';
        delete from log.checkpoint; delete from log.tile; delete from log.day_report""");
    Files.deleteIfExists(deployment.logKey().resolveSibling("log.checkpoint"));
    deployment.start();
  }

  private static JsonNode signed(Client auditor, LocalDate day) {
    String path = PATH + "?date=" + day;
    await().atMost(Duration.ofSeconds(60)).until(() -> auditor.get(path).status() == 200);
    await().atMost(Duration.ofSeconds(60)).until(
        () -> auditor.read(path + "&compare=true").at("/comparison/state").asString().equals("COMPARED"));
    return auditor.read(path);
  }

  private static Map<String, Object> source(String source, Map<String, Object> fact) {
    Map<String, Object> other = new LinkedHashMap<>(fact);
    other.put("source", source);
    return other;
  }

  private static Map<String, Object> corrected(Map<String, Object> original, Map<String, ?> data) {
    return fact(original.get("subject").toString(), "fact.corrected", Instant.now().toString(),
        Map.of("corrects", Map.of("source", original.get("source"), "id", original.get("id")), "data", data));
  }

  private static Map<String, Object> withdrawn(Map<String, Object> original) {
    return fact(original.get("subject").toString(), "fact.withdrawn", Instant.now().toString(),
        Map.of("withdraws", Map.of("source", original.get("source"), "id", original.get("id"))));
  }

  private static Map<String, Object> content(String purchase, String amount) {
    return Map.of("purchaseId", purchase, "currency", "CNY", "lines", List.of(line("postpartum", amount)));
  }

  private void firstDay(OwnDeployment deployment) {
    Client staff = deployment.client("staff");
    told = purchase(bea, "P-3", longAgo, line("postpartum", "200.00"));
    cost = fact("site:shanghai", "cost.booked", longAgo, Map.of("amount", "500.00", "currency", "CNY"));
    Map<String, Object> first = purchase(ann, "P-1", longAgo, line("postpartum", "760.00"));
    staff.record(first, purchase(ann, "P-2", longAgo, line("paediatrics", "99.90")), told, cost,
        purchase(cid, "P-4", Instant.now().minus(Duration.ofDays(1_000)).toString(), line("paediatrics", "100.00")),
        source("/till", fact(bea, "purchase.made", longAgo,
            Map.of("purchaseId", "P-5", "currency", "USD", "lines", List.of(line("postpartum", "30.2550"))))));
    staff.record(first);
    assertThat(staff.ndjson(Facts.json(fact(ann, "purchase.made", longAgo, Map.of("currency", "CNY")))).json()
        .get("rejected").asInt()).isOne();
    decided(staff);
  }

  private void secondDay(OwnDeployment deployment) {
    Client staff = deployment.client("staff");
    staff.record(
        fact(ann, "purchase.refunded", longAgo, Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "60.00")),
        fact(ann, "purchase.refunded", longAgo, Map.of("purchaseId", "P-?", "currency", "CNY", "amount", "10.00")),
        corrected(told, content("P-3", "150.00")), withdrawn(cost));
    decided(staff);
    Client mei = staff.as("staff", "mei");
    assertThat(mei.post("/api/v1/customers/" + bea + "/points/adjustments", Map.of("points", 40, "reason", "sorry"))
        .status()).isLessThan(300);
    assertThat(staff.as("admin").post("/api/v1/loyalty/rewards",
        Map.of("reward", reward, "name", "Thermos", "points", 100, "stock", 10)).status()).isLessThan(300);
    redeem(staff, "/confirm", Map.of());
    redeem(staff, "/cancel", Map.of("by", "hospital"));
    redeem(staff, "", Map.of());
  }

  private void redeem(Client staff, String end, Map<String, ?> body) {
    String path = "/api/v1/customers/" + ann + "/redemptions";
    Answer reserved = staff.post(path, Map.of("reward", reward, "quantity", 1));
    assertThat(reserved.status()).as(reserved.body()).isLessThan(300);
    if (!end.isEmpty()) {
      Answer ended = staff.post(path + "/" + reserved.json().get("redemptionId").asString() + end, body);
      assertThat(ended.status()).as(ended.body()).isLessThan(300);
    }
  }

  private void fourthDay(OwnDeployment deployment) {
    Client staff = deployment.client("staff");
    staff.record(corrected(told, content("P-3", "170.00")),
        fact(ann, "visit.completed", Instant.now().plusSeconds(60).toString(), Map.of("visitId", "V-1")));
    decided(staff);
  }

  /** Until all that follows from what was told is in the log, expiry by the clock too. */
  private void decided(Client staff) {
    for (String customer : List.of(ann, bea, cid)) {
      if (staff.get("/api/v1/customers/" + customer + "/points").status() == 200) {
        staff.read("/api/v1/customers/" + customer + "/points/ledger");
      }
    }
  }

  @Test
  void each_day_tells_what_was_recorded_on_it_and_goes_on_from_the_day_before() throws Exception {
    ZoneOffset zone = noon();
    LocalDate today = Instant.now().atOffset(zone).toLocalDate();
    LocalDate first = today.minusDays(4);
    try (OwnDeployment deployment = deployment(zone)) {
      firstDay(deployment);
      aDayPasses(deployment);
      String old = Files.readString(deployment.logKey().resolveSibling("log.vkey")).strip();
      await().atMost(Duration.ofSeconds(30)).until(() -> deployment.client("admin")
          .post("/api/v1/audit/log/key/handovers", Map.of()).status() == 201);
      secondDay(deployment);
      aDayPasses(deployment);
      aDayPasses(deployment);
      fourthDay(deployment);
      aDayPasses(deployment);

      Client auditor = deployment.client("auditor");
      List<JsonNode> days = new ArrayList<>();
      for (LocalDate day = first; day.isBefore(today); day = day.plusDays(1)) {
        days.add(signed(auditor, day));
      }
      theFirstDayIs(days.get(0));
      theSecondDayIs(days.get(1));
      assertThat(days.get(2).at("/positions/count").asInt()).isZero();
      assertThat(days.get(2).at("/report/points")).isEqualTo(carried(days.get(1).at("/report/points")));
      assertThat(money(days.get(3), "CNY", "purchases")).containsExactly("1109.90", "0.00", "20.00", "0.00", "1129.90");
      assertThat(days.get(3).at("/report/facts/late").asInt()).as("occurred after the day began").isZero();
      goOnFromEachOther(deployment, days);
      countsAreThoseOfTheLog(deployment, days, zone);
      balancesAreWhatCustomersAreShown(auditor, days.getLast());
      areSignedOverTheTree(deployment, days);
      theOfflineVerifierAgrees(deployment.client("auditor"), old, days.getFirst());
      whatIsNotThere(auditor, first, today);
      oneThatAnotherWroteIsNotGivenOut(deployment, first);
      list(auditor, first, 4);
      areTheSameBytesAfterARestart(deployment, first);
    }
  }

  private void theFirstDayIs(JsonNode day) {
    JsonNode points = day.at("/report/points");
    assertThat(movements(points)).containsEntry("earned purchase.made", 760L + 99 + 200 + 100 + 30);
    assertThat(points.get("opening").asLong()).isZero();
    assertThat(points.get("closing").asLong() + expired(points)).isEqualTo(760 + 99 + 200 + 100 + 30);
    assertThat(money(day, "CNY", "purchases")).containsExactly("0.00", "1159.90", "0.00", "0.00", "1159.90");
    assertThat(money(day, "CNY", "costs")).containsExactly("0.00", "500.00", "0.00", "0.00", "500.00");
    assertThat(money(day, "USD", "purchases")).containsExactly("0.00", "30.255", "0.00", "0.00", "30.255");
    assertThat(total(day, "CNY")).containsExactly("1159.90", "500.00", "659.90");
    assertThat(total(day, "USD")).containsExactly("30.255", "0.00", "30.255");
    assertThat(day.at("/report/facts/count").asInt()).isEqualTo(6);
    assertThat(day.at("/report/facts/late").asInt()).isEqualTo(6);
    assertThat(day.at("/report/rejected/count").asInt()).isOne();
    assertThat(day.at("/report/rejected/bySource/0/code").asString()).isEqualTo("missing");
    assertThat(day.at("/report/rejected/bySource/0/source").asString()).isEqualTo(Facts.SOURCE);
  }

  private void theSecondDayIs(JsonNode day) {
    JsonNode points = day.at("/report/points");
    assertThat(movements(points)).containsEntry("clawed-back refund", -60L)
        .containsEntry("clawed-back correction", -50L)
        .containsEntry("adjusted-up", 40L).containsEntry("spent", -100L).containsEntry("reserved", 0L)
        .containsEntry("lost-while-reserved hospital", 0L);
    assertThat(points.at("/reserved/in").asLong()).isEqualTo(300);
    assertThat(points.at("/reserved/out").asLong()).isEqualTo(200);
    assertThat(points.at("/reserved/closing").asLong()).isEqualTo(100);
    assertThat(points.get("debited").asLong()).isEqualTo(60 + 50 + 100 + expired(points));
    assertThat(points.get("credited").asLong()).isEqualTo(40);
    assertThat(money(day, "CNY", "purchases")).containsExactly("1159.90", "0.00", "-50.00", "0.00", "1109.90");
    assertThat(money(day, "CNY", "refunds")).containsExactly("0.00", "70.00", "0.00", "0.00", "70.00");
    assertThat(money(day, "CNY", "costs")).containsExactly("500.00", "0.00", "0.00", "-500.00", "0.00");
    assertThat(total(day, "CNY")).containsExactly("-50.00", "-430.00", "380.00");
  }

  private static long expired(JsonNode points) {
    return -movements(points).getOrDefault("expired", 0L);
  }

  private static Map<String, Long> movements(JsonNode points) {
    Map<String, Long> movements = new TreeMap<>();
    points.get("movements").forEach(one -> movements.put(one.get("kind").asString()
        + (one.get("reason").isNull() ? "" : " " + one.get("reason").asString()), one.get("points").asLong()));
    return movements;
  }

  private static List<String> money(JsonNode day, String currency, String kind) {
    for (JsonNode line : day.at("/report/money")) {
      if (line.get("currency").asString().equals(currency) && line.get("kind").asString().equals(kind)) {
        return List.of("opening", "told", "corrected", "withdrawn", "closing").stream()
            .map(name -> line.get(name).asString()).toList();
      }
    }
    throw new AssertionError("no " + kind + " in " + currency + ": " + day);
  }

  private static List<String> total(JsonNode day, String currency) {
    for (JsonNode total : day.at("/report/totals")) {
      if (total.get("currency").asString().equals(currency)) {
        return List.of("in", "out", "net").stream().map(name -> total.get(name).asString()).toList();
      }
    }
    throw new AssertionError("no total in " + currency + ": " + day);
  }

  private static JsonNode carried(JsonNode points) {
    String side = "{\"opening\":%1$d,\"in\":0,\"out\":0,\"closing\":%1$d}";
    return Facts.parse(
        "{\"opening\":%1$d,\"credited\":0,\"debited\":0,\"closing\":%1$d,\"movements\":[],\"reserved\":%2$s,\"arrears\":%3$s}"
            .formatted(points.get("closing").asLong(), side.formatted(points.at("/reserved/closing").asLong()),
                side.formatted(points.at("/arrears/closing").asLong())));
  }

  private static void goOnFromEachOther(OwnDeployment deployment, List<JsonNode> days) throws Exception {
    long position = 0;
    long points = 0;
    String previous = null;
    for (JsonNode day : days) {
      assertThat(day.at("/positions/first").asLong()).isEqualTo(position + 1);
      position = day.at("/positions/last").asLong();
      assertThat(day.at("/report/points/opening").asLong()).isEqualTo(points);
      points += day.at("/report/points/credited").asLong() - day.at("/report/points/debited").asLong();
      assertThat(day.at("/report/points/closing").asLong()).isEqualTo(points);
      assertThat(day.get("previous").isNull() ? null : day.get("previous").asString()).isEqualTo(previous);
      String note = day.get("note").asString();
      byte[] text = note.substring(0, note.lastIndexOf("\n\n") + 1).getBytes(StandardCharsets.UTF_8);
      previous = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
      assertThat(day.get("hash").asString()).isEqualTo(previous);
      assertThat(day.at("/report/differences")).isEmpty();
      assertThat(day.at("/comparison/differences")).isEmpty();
    }
    assertThat(position).isEqualTo(WrittenEvents.of(deployment.database()).events().size());
  }

  private static void countsAreThoseOfTheLog(OwnDeployment deployment, List<JsonNode> days, ZoneOffset zone)
      throws SQLException {
    for (JsonNode day : days) {
      Instant begin = LocalDate.parse(day.get("date").asString()).atStartOfDay().toInstant(zone);
      String sql = """
          select metadata::json ->> 'source', type, count(*), min(position), max(position),
            count(*) filter (where occurred_at < '%1$s')
          from log.event where recorded_at >= '%1$s' and recorded_at < '%1$s'::timestamptz + interval '1 day'
          group by 1, 2""".formatted(begin);
      Map<String, String> expected = new TreeMap<>();
      long facts = 0;
      long decisions = 0;
      try (Connection connection = DriverManager.getConnection(deployment.database());
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          boolean isFact = row.getString(1) != null;
          facts += isFact ? row.getLong(3) : 0;
          decisions += isFact ? 0 : row.getLong(3);
          expected.put(row.getString(1) + " " + row.getString(2), isFact
              ? row.getLong(3) + " " + row.getLong(4) + " " + row.getLong(5) + " " + row.getLong(6)
              : row.getString(3));
        }
      }
      Map<String, String> found = new TreeMap<>();
      day.at("/report/facts/bySource").forEach(one -> found.put(
          one.get("source").asString() + " " + one.get("type").asString(), one.get("count").asLong() + " "
              + one.get("first").asLong() + " " + one.get("last").asLong() + " " + one.get("late").asLong()));
      day.at("/report/decisions/byType")
          .forEach(one -> found.put("null " + one.get("type").asString(), one.get("count").asString()));
      assertThat(found).isEqualTo(expected);
      assertThat(day.at("/report/facts/count").asLong()).isEqualTo(facts);
      assertThat(day.at("/report/decisions/count").asLong()).isEqualTo(decisions);
      assertThat(day.at("/positions/count").asLong()).isEqualTo(facts + decisions);
    }
  }

  private void balancesAreWhatCustomersAreShown(Client auditor, JsonNode last) {
    long lots = 0;
    long reserved = 0;
    for (String customer : List.of(ann, bea, cid)) {
      JsonNode points = auditor.read("/api/v1/customers/" + customer + "/points");
      reserved += points.get("reserved").asLong();
      lots += points.get("available").asLong() + points.get("pending").asLong() + points.get("reserved").asLong();
    }
    assertThat(last.at("/comparison/state").asString()).isEqualTo("COMPARED");
    assertThat(last.at("/report/points/reserved/closing").asLong()).isEqualTo(reserved).isEqualTo(100);
    assertThat(last.at("/report/points/closing").asLong()).isEqualTo(lots);
  }

  private static void areSignedOverTheTree(OwnDeployment deployment, List<JsonNode> days) throws IOException {
    WrittenEvents log = WrittenEvents.of(deployment.database());
    String vkey = Files.readString(deployment.logKey().resolveSibling("log.vkey")).strip();
    for (JsonNode day : days) {
      String note = day.get("note").asString();
      assertThat(day.get("key").asString()).isEqualTo(vkey);
      assertThat(PlainEd25519.verifies(note, vkey)).isTrue();
      assertThat(PlainEd25519.verifies(note.replaceFirst("\"opening\":", "\"opening\": "), vkey)).isFalse();
      String root = log.root((int) day.at("/tree/size").asLong());
      assertThat(day.at("/tree/root").asString()).isEqualTo(root);
      assertThat(note.lines().toList()).contains("at " + day.at("/tree/size").asLong() + " " + root);
      assertThat(Facts.parse(note.lines().filter(one -> one.startsWith("{")).findFirst().orElseThrow()))
          .isEqualTo(day.get("report"));
    }
  }

  /** Given the key that the log had before it was handed over, it follows the statements that come with the report. */
  private void theOfflineVerifierAgrees(Client auditor, String old, JsonNode day) throws Exception {
    String kept = auditor.get(PATH + "?date=" + day.get("date").asString(), "Accept", "text/plain").body();
    Path file = Files.writeString(folder.resolve("day.txt"), kept);
    String signer = day.get("key").asString();
    for (String key : List.of(old, signer)) {
      Verdict sound = Verifiers.java(file, "--key", key);
      assertThat(sound.code()).as(sound.said()).isZero();
      assertThat(sound.said()).contains(day.get("date").asString());
    }
    String stranger = SignerKey.generate(old.substring(0, old.indexOf('+')), KeyKind.NOTE).verifier().text();
    assertThat(Verifiers.java(file, "--key", stranger).code()).isOne();
    assertThat(Verifiers.java(file).code()).isEqualTo(2);
    Path changed = Files.writeString(folder.resolve("changed.txt"), kept.replaceFirst("\"told\":\"5", "\"told\":\"6"));
    assertThat(Verifiers.java(changed, "--key", old).code()).isOne();
    Path broken = Files.write(folder.resolve("broken.txt"),
        kept.replaceFirst("\"told\"", "\"t\u00fcld\"").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Verifiers.java(broken, "--key", old).code()).isOne();
    if (asDocumented("-c", "import shutil, sys; sys.exit(shutil.which('openssl') is None)") == 0) {
      String guide = Files.readString(Path.of("../../docs/how-to/reconcile-a-day.md"));
      String check = guide.substring(guide.indexOf("<<'PY'\n") + 7, guide.indexOf("\nPY\n") + 1);
      assertThat(asDocumented("-c", check, file.toString(), signer)).isZero();
      assertThat(asDocumented("-c", check, changed.toString(), signer)).isNotZero();
    }
  }

  /** What Python ends with; -1 where there is none. */
  private static int asDocumented(String... words) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(words));
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException absent) {
      return -1;
    }
  }

  private void whatIsNotThere(Client auditor, LocalDate first, LocalDate today) {
    Answer open = auditor.get(PATH + "?date=" + today);
    assertThat(problem(open, 409)).isEqualTo("day-not-over");
    assertThat(Instant.parse(open.json().get("endsAt").asString())).isAfter(Instant.now());
    assertThat(problem(auditor.get(PATH + "?date=" + today.plusYears(1)), 409)).isEqualTo("day-not-over");
    Answer before = auditor.get(PATH + "?date=" + first.minusDays(1));
    assertThat(problem(before, 404)).isEqualTo("unknown-day");
    assertThat(before.json().get("field").asString()).isEqualTo("date");
    for (String bad : List.of("2026-02-30", "yesterday", "2026-3-1", "", "+100000-01-01")) {
      Answer refused = auditor.get(PATH + "?date=" + bad.replace("+", "%2B"));
      assertThat(problem(refused, 400)).as(bad).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).isEqualTo("date");
    }
    assertThat(auditor.as("admin").get(PATH + "?date=" + first).status()).isEqualTo(200);
    for (String other : List.of("staff", "app", "analyst")) {
      assertThat(auditor.as(other).get(PATH + "?date=" + first).status()).isEqualTo(403);
    }
  }

  private static void oneThatAnotherWroteIsNotGivenOut(OwnDeployment deployment, LocalDate first) throws IOException {
    Client auditor = deployment.client("auditor");
    WrittenEvents.tamper(deployment.database(),
        "update log.day_report set note = replace(note, '\"told\":\"500.00\"', '\"told\":\"600.00\"')");
    for (String path : List.of(PATH + "?date=" + first, PATH)) {
      Answer altered = auditor.get(path);
      assertThat(problem(altered, 409)).isEqualTo("log-altered");
      assertThat(altered.json().get("finding").asString()).isEqualTo("DAY_REPORT_DIFFERS");
    }
    assertThat(problem(auditor.get(PATH + "?date=" + first, "Accept", "text/plain"), 409)).isEqualTo("log-altered");
    assertThat(auditor.get(PATH + "?date=" + first.plusDays(1)).status()).isEqualTo(200);
    WrittenEvents.tamper(deployment.database(),
        "update log.day_report set note = replace(note, '\"told\":\"600.00\"', '\"told\":\"500.00\"')");
  }

  private static void list(Client auditor, LocalDate first, int days) {
    JsonNode whole = auditor.read(PATH);
    assertThat(whole.get("items").size()).isEqualTo(days);
    assertThat(whole.at("/items/0/date").asString()).isEqualTo(first.plusDays(days - 1L).toString());
    assertThat(whole.get("next").isNull()).isTrue();
    JsonNode page = auditor.read(PATH + "?limit=3");
    JsonNode rest = auditor.read(PATH + "?limit=3&cursor=" + page.get("next").asString());
    assertThat(page.get("items").size()).isEqualTo(3);
    assertThat(rest.at("/items/0/date").asString()).isEqualTo(first.toString());
  }

  private static void areTheSameBytesAfterARestart(OwnDeployment deployment, LocalDate first) {
    String path = PATH + "?date=" + first;
    String before = deployment.client("auditor").get(path, "Accept", "text/plain").body();
    deployment.restart();
    assertThat(deployment.client("auditor").get(path, "Accept", "text/plain").body()).isEqualTo(before);
  }

  @Test
  void a_day_is_signed_when_it_is_over_once_whoever_signs() throws Exception {
    ZoneOffset zone = at(LocalTime.of(23, 59, 30));
    LocalDate today = Instant.now().atOffset(zone).toLocalDate();
    try (OwnDeployment deployment = deployment(zone)) {
      deployment.startAnother();
      Client staff = deployment.client("staff");
      staff.record(purchase(ann, "P-1", longAgo, line("postpartum", "12.00")));
      staff.read("/api/v1/customers/" + ann + "/points");
      Client auditor = staff.as("auditor");
      String path = PATH + "?date=" + today;
      assertThat(problem(auditor.get(path), 409)).isEqualTo("day-not-over");

      JsonNode day = signed(auditor, today);
      staff.record(purchase(ann, "P-2", longAgo, line("postpartum", "7.00")));
      staff.read("/api/v1/customers/" + ann + "/points");
      assertThat(auditor.read(path).get("note")).isEqualTo(day.get("note"));
      assertThat(money(day, "CNY", "purchases")).containsExactly("0.00", "12.00", "0.00", "0.00", "12.00");
      assertThat(problem(auditor.get(PATH + "?date=" + today.plusDays(1)), 409)).isEqualTo("day-not-over");
      assertThat(auditor.read(PATH).get("items").size()).isOne();
    }
  }

  @Test
  void ledgers_that_do_not_come_to_what_was_signed_are_told() throws Exception {
    ZoneOffset zone = noon();
    LocalDate today = Instant.now().atOffset(zone).toLocalDate();
    try (OwnDeployment deployment = deployment(zone)) {
      firstDay(deployment);
      String table = ledgerLines(deployment);
      WrittenEvents.tamper(deployment.database(),
          "update " + table + " set entry = replace(entry, '\"points\":760,', '\"points\":761,')");
      aDayPasses(deployment);
      JsonNode day = signed(deployment.client("auditor"), today.minusDays(1));
      assertThat(day.at("/comparison/differences/0/what").asString()).isEqualTo("points");
      assertThat(day.at("/comparison/differences/0/found").asLong())
          .isEqualTo(day.at("/comparison/differences/0/expected").asLong() + 1);
      assertThat(day.at("/report/differences")).isEmpty();
      await().atMost(Duration.ofSeconds(20)).untilAsserted(
          () -> assertThat(deployment.client("").get("/actuator/health").body()).contains("DIFFERS"));

      WrittenEvents.tamper(deployment.database(),
          "update " + table + " set entry = replace(entry, '\"points\":761,', '\"points\":760,')");
      await().atMost(Duration.ofSeconds(90)).untilAsserted(
          () -> assertThat(deployment.client("").get("/actuator/health").body()).doesNotContain("DIFFERS"));
    }
  }

  @Test
  void a_log_that_contradicts_itself_is_told_in_the_report_and_by_the_ledgers() throws Exception {
    ZoneOffset zone = noon();
    LocalDate yesterday = Instant.now().atOffset(zone).toLocalDate().minusDays(1);
    try (OwnDeployment deployment = deployment(zone)) {
      firstDay(deployment);
      deployment.close();
      WrittenEvents.tamper(deployment.database(), """
          insert into log.event (position, event_id, subject, type, revision, occurred_at, recorded_at, payload, metadata)
          select max(position) + 1, gen_random_uuid(), '%s', 'loyalty.points-expired', 1, now(), max(recorded_at),
            '{"points":7,"from":[{"lotId":"7c9e6679-7425-40de-944b-e07fc1f90ae7","points":5,"expiresAt":"2030-01-01T00:00:00Z"}],"expiredAt":"2030-01-01T00:00:00Z"}',
            '{}' from log.event""".formatted(ann));
      aDayPasses(deployment);

      Client auditor = deployment.client("auditor");
      JsonNode day = signed(auditor, yesterday);
      assertThat(day.at("/report/differences")).isEqualTo(Facts.parse(
          "[{\"kind\":\"sum\",\"position\":%d,\"expected\":\"5\",\"found\":\"7\"}]"
              .formatted(day.at("/positions/last").asLong())));
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
        JsonNode compared = auditor.read(PATH + "?date=" + yesterday).get("comparison");
        assertThat(compared.get("state").asString()).isEqualTo("COMPARED");
        assertThat(compared.at("/differences/0/found").asLong())
            .isEqualTo(compared.at("/differences/0/expected").asLong() - 2);
      });
      HttpRequest health = HttpRequest.newBuilder(auditor.commands().resolve("/actuator/health")).build();
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
          HttpClient.newHttpClient().send(health, HttpResponse.BodyHandlers.ofString()).body()).contains("DIFFERS"));
    }
  }

  private static String ledgerLines(OwnDeployment deployment) throws SQLException {
    try (Connection connection = DriverManager.getConnection(deployment.database());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(
            "select 'views.' || table_name from information_schema.tables where table_name like 'ledger_g%_line'")) {
      row.next();
      return row.getString(1);
    }
  }
}
