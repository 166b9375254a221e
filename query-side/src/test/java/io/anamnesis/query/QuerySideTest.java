package io.anamnesis.query;

import static io.anamnesis.query.Lives.level;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** The query side over HTTP on a real PostgreSQL. */
class QuerySideTest {
  private static final String C = "/api/v1/customers/";
  private static RunningQuerySide side;
  private static int customers;

  /** A customer of the test's own. */
  private final String customer = "T-" + ++customers;

  @BeforeAll
  static void start() {
    side = new RunningQuerySide();
  }

  @AfterAll
  static void stop() {
    side.close();
  }

  private long fact(String type, String time, String data) {
    return side.fact(customer, type, time, data);
  }

  private long award(String earnedAt, long points, int pendingDays) {
    PointsEarned award = Lives.award(earnedAt, points, pendingDays);
    return side.decision(customer, award, award.cause(), earnedAt);
  }

  private Answer read(String view) {
    return side.get("staff", C + customer + view);
  }

  private static List<String> names(JsonNode object) {
    return new ArrayList<>(object.propertyNames());
  }

  private static List<JsonNode> items(JsonNode page) {
    return StreamSupport.stream(page.get("items").spliterator(), false).toList();
  }

  private static String encoded(Instant instant) {
    return URLEncoder.encode(instant.toString(), StandardCharsets.UTF_8);
  }

  // ---- points, ledger, level

  @Test
  void points_are_answered_with_exactly_the_members_of_the_contract() {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    long last = award("2026-03-01T02:15:00Z", 100, 7);
    Answer answer = read("/points?effectiveAt=2026-03-05T00:00:00Z");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("""
        {"customer":"%s","available":0,"pending":100,"reserved":0,"arrears":0,"lifetimeEarned":100,\
        "lifetimeSpent":0,"nextExpiry":{"points":100,"at":"2027-03-31T16:00:00Z"},"position":%d}""".formatted(customer,
        last));
    assertThat(read("/points?effectiveAt=2026-03-08T10:15:00%2B08:00").json().get("available").intValue())
        .isEqualTo(100);
  }

  @Test
  void who_is_known_but_earned_nothing_has_the_initial_state() {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    JsonNode points = read("/points").json();
    assertThat(points.get("available").intValue()).isZero();
    assertThat(points.get("nextExpiry").isNull()).isTrue();
    assertThat(points.get("position").intValue()).isZero();
  }

  @Test
  void the_ledger_lists_the_newest_position_first_page_by_page() {
    award("2026-01-03T00:00:00Z", 10, 0);
    award("2026-01-01T00:00:00Z", 20, 0);
    award("2026-01-02T00:00:00Z", 30, 7);
    JsonNode first = read("/points/ledger?limit=2").json();
    assertThat(items(first)).extracting(line -> line.get("points").intValue()).containsExactly(30, 20);
    assertThat(items(first)).extracting(line -> line.get("balanceAfter").intValue()).containsExactly(60, 30);
    JsonNode line = first.get("items").get(0);
    assertThat(names(line)).containsExactly("entryId", "kind", "points", "balanceAfter", "occurredAt", "recordedAt",
        "cause", "programme", "rule", "lots", "owed", "redemption", "transfer", "pool");
    assertThat(line.get("kind").stringValue()).isEqualTo("earned");
    assertThat(names(line.get("lots").get(0))).containsExactly("lotId", "points", "activeAt", "expiresAt");
    JsonNode second = read("/points/ledger?limit=2&cursor=" + first.get("next").stringValue()).json();
    assertThat(items(second)).extracting(one -> one.get("points").intValue()).containsExactly(10);
    assertThat(second.get("next").isNull()).isTrue();
  }

  @Test
  void the_ledger_travels_on_both_clocks() {
    long first = award("2026-01-03T00:00:00Z", 10, 0);
    Instant then = side.recordedAt(first);
    award("2026-01-01T00:00:00Z", 20, 0);
    assertThat(items(read("/points/ledger?asOf=" + encoded(then)).json()))
        .extracting(line -> line.get("points").intValue()).containsExactly(10);
    assertThat(items(read("/points/ledger?effectiveAt=2026-01-02T00:00:00Z").json()))
        .extracting(line -> line.get("points").intValue()).containsExactly(20);
  }

  @Test
  void the_level_and_its_benefits_are_told_in_the_readers_language() {
    award("2026-01-10T00:00:00Z", 1_200, 0);
    side.decision(customer, level(2, "2026-01-10T00:00:00Z"), Lives.uuid("level of " + customer),
        "2026-01-10T00:00:00Z");
    String path = C + customer + "/tier?effectiveAt=2026-02-01T00:00:00Z";
    JsonNode tier = side.get("app", path, "Accept-Language", "en").json();
    assertThat(names(tier)).containsExactly("customer", "level", "qualifyingPoints", "toNext", "toRetain",
        "validUntil", "graceUntil", "fallsAt", "frozen", "benefits", "position");
    assertThat(tier.get("level").intValue()).isEqualTo(2);
    assertThat(tier.get("toNext").intValue()).isEqualTo(3_800);
    assertThat(tier.get("validUntil").stringValue()).isEqualTo("2027-01-31T16:00:00Z");
    assertThat(tier.get("benefits").toString()).contains("\"5% discount\"").contains("\"kind\":\"discount\"");
    assertThat(side.get("app", path).json().get("benefits").toString()).contains("\"95折\"")
        .contains("\"kind\":\"discount\"");
  }

  // ---- trajectory and portrait

  @Test
  void the_trajectory_has_a_bucket_per_local_period_business_line_and_currency() {
    fact("purchase.made", "2026-03-31T22:59:00Z", """
        {'purchaseId':'P','currency':'GBP','site':'london','lines':[{'businessLine':'vip','amount':'10.00'}]}""");
    fact("purchase.refunded", "2026-04-05T00:00:00Z", "{'purchaseId':'P','currency':'GBP','amount':'2.5'}");
    fact("visit.completed", "2026-03-31T16:00:00Z", "{'visitId':'V','site':'shanghai'}");
    JsonNode answer = read("/trajectory").json();
    assertThat(answer.get("buckets").toString()).isEqualTo("""
        [{"from":"2026-03-01T00:00:00Z","businessLine":"vip","currency":"GBP","purchases":1,"amount":"7.50",\
        "visits":0},{"from":"2026-03-31T16:00:00Z","businessLine":null,"currency":null,"purchases":0,\
        "amount":"0.00","visits":1}]""");
    assertThat(answer.get("total").toString())
        .isEqualTo("[{\"currency\":\"GBP\",\"purchases\":1,\"amount\":\"7.50\"}]");
    assertThat(answer.get("first").stringValue()).isEqualTo("2026-03-31T16:00:00Z");
    assertThat(answer.get("last").stringValue()).isEqualTo("2026-03-31T22:59:00Z");
    assertThat(read("/trajectory?by=year").json().get("buckets").get(0).get("from").stringValue())
        .isEqualTo("2025-12-31T16:00:00Z");
  }

  @Test
  void the_portrait_shows_everything_that_is_built_and_personal_data_in_clear() {
    fact("customer.registered", "2026-01-01T00:00:00Z",
        "{'name':'王小明','phone':'13800000000','gender':'male','birthDate':'1990-01-02','channel':'wecom'}");
    fact("health.noted", "2026-01-01T00:00:00Z", "{'kind':'allergy','text':'penicillin'}");
    fact("consent.given", "2026-01-01T00:00:00Z", "{'purpose':'marketing'}");
    JsonNode portrait = read("/portrait").json();
    assertThat(names(portrait)).contains("customer", "identity", "class", "grade", "tier", "points", "spend", "visits",
        "channel", "satisfaction", "openMatters", "nextDue", "health", "family", "consents", "memberships", "position")
        .doesNotContain("journeyStage", "tags", "customerClass");
    assertThat(portrait.get("identity").get("name").stringValue()).isEqualTo("王小明");
    assertThat(portrait.get("identity").get("email").isNull()).isTrue();
    assertThat(portrait.get("health").get(0).get("text").stringValue()).isEqualTo("penicillin");
    assertThat(portrait.get("class").stringValue()).isEqualTo("M");
    assertThat(portrait.get("channel").stringValue()).isEqualTo("wecom");
    assertThat(portrait.get("tier").get("level").intValue()).isEqualTo(1);
  }

  @Test
  void an_auditor_sees_personal_data_with_a_purpose_only() {
    fact("customer.registered", "2026-01-01T00:00:00Z", "{'name':'王小明','gender':'male'}");
    String path = C + customer + "/portrait";
    JsonNode masked = side.get("auditor", path).json().get("identity");
    assertThat(masked.get("name").stringValue()).isEqualTo("***");
    assertThat(masked.get("phone").isNull()).isTrue();
    assertThat(masked.get("gender").stringValue()).isEqualTo("male");
    assertThat(side.get("auditor", path, "Purpose", " ").json().get("identity").get("name").stringValue())
        .isEqualTo("***");
    assertThat(side.get("auditor", path, "Purpose", "case 7").json().get("identity").get("name").stringValue())
        .isEqualTo("王小明");
    assertThat(side.get("auditor", C + customer + "/timeline").body()).contains("***").doesNotContain("王小明");
  }

  // ---- timeline, history, search

  @Test
  void the_timeline_tells_every_event_newest_first_in_the_readers_language() {
    fact("signin.made", "2026-01-02T00:00:00Z", "{'channel':'app'}");
    fact("x.sleep", "2026-01-01T00:00:00Z", "{'hours':7.10,'mood':'ok'}");
    award("2026-01-02T00:00:00Z", 5, 0);
    Answer answer = side.get("app", C + customer + "/timeline", "Accept-Language", "en");
    List<JsonNode> items = items(answer.json());
    assertThat(items).extracting(item -> item.get("summary").stringValue()).containsExactly(
        "Earned 5 points (rule purchase)",
        "Recorded: x.sleep", "Signed in");
    assertThat(names(items.getFirst())).containsExactly("position", "eventId", "type", "occurredAt", "recordedAt",
        "summary", "details");
    assertThat(items.get(1).get("details").toString()).isEqualTo("{\"hours\":7.10,\"mood\":\"ok\"}");
    assertThat(items(read("/timeline").json()).getLast().get("summary").stringValue()).isEqualTo("签到");
  }

  @Test
  void the_timeline_pages_and_travels() {
    for (int day = 1; day <= 5; day++) {
      fact("signin.made", "2026-01-0" + day + "T00:00:00Z", "{'channel':'c" + day + "'}");
    }
    JsonNode first = read("/timeline?limit=2&effectiveAt=2026-01-03T00:00:00Z").json();
    assertThat(items(first)).extracting(item -> item.get("details").get("channel").stringValue()).containsExactly("c3",
        "c2");
    JsonNode second =
        read("/timeline?limit=2&effectiveAt=2026-01-03T00:00:00Z&cursor=" + first.get("next").stringValue())
            .json();
    assertThat(items(second)).extracting(item -> item.get("details").get("channel").stringValue())
        .containsExactly("c1");
    assertThat(second.get("next").isNull()).isTrue();
  }

  @Test
  void the_history_is_the_log_line_by_line_with_the_data_as_it_was_sent() {
    long first = fact("customer.registered", "2026-01-01T00:00:00Z",
        "{'name':'王小明','loyalNo':[1,{'deep':1e2}],'gender':'male'}");
    long second = award("2026-01-02T00:00:00Z", 5, 0);
    String path = "/api/v1/audit/customers/" + customer + "/history";
    Answer answer = side.get("auditor", path, "Purpose", "case 7");
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.lines()).hasSize(2);
    JsonNode fact = answer.lines().getFirst();
    assertThat(names(fact)).containsExactly("position", "eventId", "type", "revision", "stream", "seq", "subject",
        "occurredAt", "recordedAt", "actor", "causedBy", "payload");
    assertThat(fact.get("stream").isNull()).isTrue();
    assertThat(fact.get("actor").stringValue()).isEqualTo("his");
    assertThat(fact.get("payload")).isEqualTo(io.anamnesis.events.EventCodec.mapper()
        .readTree("{\"name\":\"王小明\",\"loyalNo\":[1,{\"deep\":1e2}],\"gender\":\"male\"}"));
    JsonNode decision = answer.lines().getLast();
    assertThat(decision.get("stream").stringValue()).isEqualTo("points-account:" + customer);
    assertThat(decision.get("seq").intValue()).isZero();
    assertThat(decision.get("causedBy").isNull()).isFalse();
    assertThat(side.get("auditor", path).lines().getFirst().get("payload").toString())
        .isEqualTo("{\"name\":\"***\",\"loyalNo\":\"***\",\"gender\":\"male\"}");
    assertThat(side.get("auditor.staff", path).body()).doesNotContain("王小明");
    assertThat(side.get("auditor", path + "?from=" + second).lines()).hasSize(1);
    assertThat(side.get("auditor", path + "?to=" + first).lines()).hasSize(1);
    Instant then = side.recordedAt(second);
    assertThat(side.get("auditor", path + "?from=" + encoded(then)).lines()).hasSize(1);
    assertThat(side.get("auditor", path + "?to=" + encoded(then.minusNanos(1_000))).lines()).hasSize(1);
    assertThat(side.get("auditor", path + "?from=yesterday").json().get("field").stringValue()).isEqualTo("from");
  }

  @Test
  void the_history_of_a_long_life_is_whole() {
    for (int i = 0; i < 1_203; i++) {
      fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    }
    assertThat(side.get("auditor", "/api/v1/audit/customers/" + customer + "/history").lines()).hasSize(1_203)
        .extracting(line -> line.get("position").longValue()).isSorted();
    assertThat(items(read("/timeline?limit=500&effectiveAt=2026-01-01T00:00:00Z").json())).hasSize(500);
  }

  @Test
  void a_history_that_cannot_be_finished_is_broken_off_so_that_nobody_takes_a_part_for_the_whole() {
    side.rawFact(customer, "x.big", "{\"a\":\"" + "b".repeat(200_000) + "\"}");
    side.rawFact(customer, "x.broken", "{\"a\":");
    assertThatThrownBy(() -> side.get("auditor", "/api/v1/audit/customers/" + customer + "/history"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_replay_ends_with_a_problem_at_an_event_that_the_model_cannot_take() {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    fact("purchase.made", "2026-01-02T00:00:00Z",
        "{'purchaseId':'P-1','currency':'CNY','lines':[{'amount':'5.00'}]}");
    long poison = side.rawFact(customer, "purchase.made", "{\"purchaseId\":7}");
    long later = fact("signin.made", "2026-01-03T00:00:00Z", "{}");
    String replay = "/api/v1/audit/customers/" + customer + "/replay?model=";

    Answer answer = side.getAtOnce("auditor", replay + "trajectory", "Accept-Language", "en");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.lines()).hasSize(3);
    JsonNode last = answer.lines().getLast();
    assertThat(names(last)).containsExactly("before", "event", "problem");
    assertThat(last.get("event").get("position").longValue()).isEqualTo(poison);
    assertThat(last.get("before")).isEqualTo(answer.lines().get(1).get("after"));
    assertThat(last.get("problem").get("type").stringValue()).isEqualTo("/problems/parked");
    assertThat(last.get("problem").get("detail").stringValue()).contains("trajectory");

    // Nothing that follows is right, so nothing is told.
    Answer after = side.getAtOnce("auditor", replay + "trajectory&from=" + later);
    assertThat(after.status()).isEqualTo(503);
    assertThat(after.json().get("type").stringValue()).isEqualTo("/problems/parked");
    // A model that does not declare the event goes on.
    assertThat(side.getAtOnce("auditor", replay + "points").lines()).hasSize(4);
  }

  @Test
  void staff_finds_customers_by_what_is_in_the_body() {
    fact("customer.registered", "2026-01-01T00:00:00Z", "{'name':'Ａda %s','phone':'1390000%s','nationalId':'11%s'}"
        .formatted(customer, customer.substring(2), customer.substring(2)));
    JsonNode found =
        side.post("staff", C + "search", "{\"name\":\"ada %s\"}".formatted(customer.toLowerCase(Locale.ROOT))).json();
    assertThat(items(found)).singleElement().satisfies(item -> {
      assertThat(item.get("customer").stringValue()).isEqualTo(customer);
      assertThat(item.get("name").stringValue()).startsWith("Ａda");
      assertThat(item.get("class").stringValue()).isEqualTo("M");
      assertThat(item.get("level").intValue()).isEqualTo(1);
    });
    assertThat(found.get("next").isNull()).isTrue();
    assertThat(items(side.post("staff", C + "search", "{\"phone\":\"1390000%s\"}".formatted(customer.substring(2)))
        .json())).hasSize(1);
    assertThat(items(side.post("staff", C + "search", "{\"phone\":\"000\"}").json())).isEmpty();
    fact("customer.amended", "2026-01-02T00:00:00Z", "{'phone':'1370000'}");
    assertThat(items(side.post("staff", C + "search", "{\"phone\":\"1390000%s\"}".formatted(customer.substring(2)))
        .json())).isEmpty();
  }

  @Test
  void many_who_are_found_are_paged() {
    for (int i = 0; i < 3; i++) {
      side.fact(customer + "-" + i, "customer.registered", "2026-01-01T00:00:00Z", "{'name':'many " + customer + "'}");
    }
    String body = "{\"name\":\"many " + customer + "\"}";
    JsonNode first = side.post("staff", C + "search?limit=2", body).json();
    JsonNode second = side.post("staff", C + "search?limit=2&cursor=" + first.get("next").stringValue(), body).json();
    assertThat(items(first)).extracting(item -> item.get("customer").stringValue()).containsExactly(customer + "-0",
        customer + "-1");
    assertThat(items(second)).extracting(item -> item.get("customer").stringValue()).containsExactly(customer + "-2");
    assertThat(second.get("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"{}|missing|", "{\"phone\":\"1\",\"name\":\"a\"}|invalid|", "[]|malformed|",
      "{|malformed|", "{\"phone\":5}|invalid|phone", "{\"name\":\" \"}|invalid|name",
      "{\"tag\":\"vip\"}|unsupported|tag",
      "{\"segment\":\"s\"}|unsupported|segment"})
  void a_search_that_cannot_be_made_says_why(String body, String code, String field) {
    Answer answer = side.post("staff", C + "search", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
    assertThat(answer.json().path("field").asString(null)).isEqualTo(field);
  }

  // ---- projections and figures

  @Test
  void projections_tell_how_they_are_getting_on_and_are_rebuilt_beside_the_live_one() {
    award("2026-01-01T00:00:00Z", 5, 0);
    JsonNode all = side.getAtOnce("analyst", "/api/v1/projections").json();
    assertThat(all.isArray()).isTrue();
    assertThat(all).extracting(one -> one.get("name").stringValue()).contains("points", "ledger", "tier", "trajectory",
        "portrait", "volumes", "liability", "memberships", "renewals", "reviews", "vouchers");
    assertThat(names(side.getAtOnce("admin", "/api/v1/projections/points").json())).contains("name", "version", "state",
        "position", "lag", "rate", "eta", "lastError");
    assertThat(side.send("POST", "analyst", "/api/v1/projections/points/rebuild", null).status()).isEqualTo(202);
    await().atMost(Duration.ofSeconds(30)).until(() -> side.getAtOnce("analyst", "/api/v1/projections/points").json()
        .get("state").stringValue().equals("live"));
    assertThat(read("/points").json().get("lifetimeEarned").intValue()).isEqualTo(5);
    assertThat(side.send("POST", "analyst", "/api/v1/projections/none/rebuild", null).json().get("code").stringValue())
        .isEqualTo("unknown-projection");
    assertThat(side.getAtOnce("analyst", "/api/v1/projections/none").status()).isEqualTo(404);
  }

  @Test
  void volumes_are_counted_by_site_and_local_month() {
    fact("visit.completed", "2019-03-31T16:00:00Z", "{'visitId':'V1','site':'shanghai'}");
    fact("visit.completed", "2019-04-01T16:00:00Z", "{'visitId':'V2','site':'beijing'}");
    fact("visit.completed", "2019-04-01T16:00:00Z", "{'visitId':'V3','site':'beijing','kind':'tour'}");
    fact("admission.discharged", "2019-04-02T16:00:00Z", "{'stayId':'S','site':'shanghai'}");
    String path = "/api/v1/kpis/volumes?from=2019-04-01&to=2019-05-01";
    JsonNode volumes = side.get("analyst", path).json();
    assertThat(names(volumes)).containsExactly("name", "unit", "items");
    assertThat(volumes.get("items").toString()).isEqualTo("""
        [{"from":"2019-03-31T16:00:00Z","group":"discharges","value":1,"numerator":null,"denominator":null},\
        {"from":"2019-03-31T16:00:00Z","group":"visits","value":2,"numerator":null,"denominator":null}]""");
    assertThat(side.get("analyst", path + "&by=site").json().get("items"))
        .extracting(item -> item.get("group").stringValue() + item.get("value")).containsExactly("beijing1",
            "shanghai2");
    assertThat(side.get("analyst", path + "&site=beijing").json().get("items")).hasSize(1);
    assertThat(side.get("analyst", path + "&by=moon").json().get("field").stringValue()).isEqualTo("by");
  }

  // ---- both clocks

  @Test
  void as_of_takes_what_was_recorded_by_then_and_answers_alike_for_ever() {
    long first = award("2026-01-01T00:00:00Z", 5, 0);
    Instant then = side.recordedAt(first);
    String path = "/points?asOf=" + encoded(then);
    Answer before = read(path);
    award("2026-01-02T00:00:00Z", 7, 0);
    Answer after = read(path);
    assertThat(before.json().get("lifetimeEarned").intValue()).isEqualTo(5);
    assertThat(after.body()).isEqualTo(before.body());
    assertThat(after.header("Position")).isEqualTo(Long.toString(first));
    assertThat(read("/points").json().get("lifetimeEarned").intValue()).isEqualTo(12);
  }

  @Test
  void effective_at_takes_what_occurred_by_then_as_known_now() {
    award("2026-01-10T00:00:00Z", 5, 0);
    award("2026-01-05T00:00:00Z", 7, 0);
    assertThat(read("/points?effectiveAt=2026-01-05T00:00:00Z").json().get("available").intValue()).isEqualTo(7);
    assertThat(read("/points?effectiveAt=2026-01-04T23:59:59Z").json().get("available").intValue()).isZero();
    assertThat(read("/points?effectiveAt=2099-01-01T00:00:00Z").json().get("lifetimeEarned").intValue()).isEqualTo(12);
    assertThat(read("/points?effectiveAt=2099-01-01T00:00:00Z").json().get("available").intValue()).isZero();
  }

  @Test
  void both_clocks_together_take_what_was_known_by_the_one_and_judge_it_at_the_other() {
    long first = award("2026-01-10T00:00:00Z", 5, 0);
    Instant then = side.recordedAt(first);
    award("2026-01-05T00:00:00Z", 7, 0);
    assertThat(read("/points?asOf=" + encoded(then) + "&effectiveAt=2026-01-20T00:00:00Z").json().get("available")
        .intValue()).isEqualTo(5);
    assertThat(read("/points?asOf=" + encoded(then) + "&effectiveAt=2026-01-05T00:00:00Z").json().get("available")
        .intValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/points", "/points/ledger", "/tier", "/trajectory", "/portrait", "/timeline"})
  void nothing_recorded_by_the_instant_is_404_and_nothing_occurred_by_it_is_the_initial_state(String view) {
    long first = fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    Answer unknown = read(view + "?asOf=" + encoded(side.recordedAt(first).minusNanos(1_000)));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().get("type").stringValue()).isEqualTo("/problems/unknown-customer");
    assertThat(read(view + "?effectiveAt=2025-01-01T00:00:00Z").status()).isEqualTo(200);
    assertThat(side.get("staff", C + "nobody" + view).json().get("code").stringValue()).isEqualTo("unknown-customer");
    assertThat(side.get("staff", C + "no%20body" + view).json().get("code").stringValue())
        .isEqualTo("unknown-customer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/points", "/points/ledger", "/tier", "/trajectory", "/portrait", "/timeline"})
  void every_view_refuses_an_instant_that_nobody_can_know_of_yet(String view) {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    Answer answer = read(view + "?asOf=" + encoded(Instant.now().plusSeconds(3_600)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("field").stringValue()).isEqualTo("asOf");
  }

  @ParameterizedTest
  @CsvSource({"asOf=yesterday,asOf", "asOf=2026-02-30T00:00:00Z,asOf", "effectiveAt=2026-01-01,effectiveAt",
      "asOf=,asOf", "asOf=2999-01-01T00:00:00Z,asOf", "limit=0,limit", "limit=501,limit", "limit=x,limit",
      "cursor=%21,cursor", "cursor=AAAA,cursor"})
  void what_cannot_be_asked_is_400_naming_the_field(String query, String field) {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    Answer answer = read("/points/ledger?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("field").stringValue()).isEqualTo(field);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void an_unknown_period_is_400_and_an_unknown_parameter_is_ignored() {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    assertThat(read("/trajectory?by=week").json().get("field").stringValue()).isEqualTo("by");
    assertThat(read("/trajectory?colour=blue").status()).isEqualTo(200);
  }

  // ---- freshness

  @Test
  void a_read_waits_for_the_write_that_its_token_names() {
    for (int i = 1; i <= 20; i++) {
      long position = award("2026-01-01T00:00:00Z", 1, 0);
      Answer answer = side.getAtOnce("app", C + customer + "/points", "Consistency-Token", "1-" + position, "Prefer",
          "respond-async, wait=10");
      assertThat(answer.json().get("lifetimeEarned").intValue()).isEqualTo(i);
      assertThat(Long.parseLong(answer.header("Position"))).isGreaterThanOrEqualTo(position);
    }
  }

  @Test
  void a_token_that_is_not_reached_in_time_is_503_with_the_lag() {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    long ahead = side.bean(EventLog.class).head() + 1_000;
    for (String view : List.of("/points", "/points/ledger", "/portrait")) {
      Answer answer = side.getAtOnce("app", C + customer + view, "Consistency-Token", "1-" + ahead, "Prefer", "wait=0");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isNotNull();
      assertThat(answer.json().get("code").stringValue()).isEqualTo("stale");
      assertThat(answer.json().get("lag").longValue()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-", "1--1", "2-5", "1-99999999999999999999"})
  void a_malformed_token_is_400(String token) {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    Answer answer = side.getAtOnce("app", C + customer + "/points", "Consistency-Token", token);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("field").stringValue()).isEqualTo("Consistency-Token");
  }

  @Test
  void a_parked_customer_is_503_of_type_parked() {
    fact("signin.made", "2026-01-01T00:00:00Z", "{}");
    // A purchase whose payload cannot be decoded is a poisoned event.
    side.rawFact(customer, "purchase.made", "{\"purchaseId\":7}");
    Answer answer = read("/trajectory");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("type").stringValue()).isEqualTo("/problems/parked");
  }

  // ---- entity tags and caching

  @Test
  void an_answer_that_has_not_changed_is_304() {
    award("2026-01-01T00:00:00Z", 5, 0);
    Answer first = read("/points");
    String tag = first.header("ETag");
    assertThat(tag).startsWith("\"").endsWith("\"");
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    Answer again = side.get("staff", C + customer + "/points", "If-None-Match", "\"other\", W/" + tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(tag);
    award("2026-01-01T00:00:01Z", 5, 0);
    Answer changed = side.get("staff", C + customer + "/points", "If-None-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  // ---- who may

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"GET|/api/v1/customers/x/points|app,staff,auditor",
      "GET|/api/v1/customers/x/points/ledger|app,staff,auditor",
      "GET|/api/v1/customers/x/tier|app,staff,auditor", "GET|/api/v1/customers/x/trajectory|app,staff,auditor",
      "GET|/api/v1/customers/x/portrait|app,staff,auditor", "GET|/api/v1/customers/x/timeline|app,staff,auditor",
      "POST|/api/v1/customers/search|staff", "GET|/api/v1/audit/customers/x/history|auditor",
      "GET|/api/v1/projections|analyst,admin", "GET|/api/v1/projections/points|analyst,admin",
      "POST|/api/v1/projections/none/rebuild|analyst,admin", "GET|/api/v1/kpis/volumes|analyst"})
  void every_path_is_open_to_its_scopes_alone(String method, String path, String allowed) {
    String body = method.equals("POST") ? "{}" : null;
    for (String scope : List.of("app", "staff", "analyst", "auditor", "admin", "none")) {
      Answer answer = side.send(method, scope, path, body, "Content-Type", "application/json");
      if (List.of(allowed.split(",")).contains(scope)) {
        assertThat(answer.status()).as(scope).isNotIn(401, 403, 500);
      } else {
        assertThat(answer.status()).as(scope).isEqualTo(403);
        assertThat(answer.json().get("type").stringValue()).isEqualTo("/problems/forbidden");
      }
    }
    for (String noToken : new String[]{null, "forged"}) {
      Answer answer = side.send(method, noToken, path, body, "Content-Type", "application/json");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
      assertThat(answer.json().get("code").stringValue()).isEqualTo("unauthorized");
    }
  }

  @Test
  void health_is_open_to_everyone() {
    assertThat(side.getAtOnce(null, "/actuator/health").status()).isEqualTo(200);
    assertThat(side.getAtOnce(null, "/actuator/env").status()).isEqualTo(401);
  }

  // ---- problems

  @ParameterizedTest
  @CsvSource({"GET,/api/v1/nothing,,404,not-found", "GET,/api/v1/customers/x/shoe-size,,404,not-found",
      "DELETE,/api/v1/customers/x/points,,405,method-not-allowed",
      "GET,/api/v1/customers/x/points,text/csv,406,not-acceptable",
      "POST,/api/v1/customers/search,,415,unsupported-media-type"})
  void every_failure_is_a_problem(String method, String path, String accept, int status, String code) {
    Answer answer = accept == null
        ? side.send(method, "staff", path, null)
        : side.send(method, "staff", path, null, "Accept", accept);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(names(answer.json())).startsWith("type", "title", "status", "detail", "code");
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
  }

  @Test
  void a_problem_speaks_the_readers_language() {
    assertThat(side.getAtOnce(null, "/api/v1/projections").json().get("title").stringValue()).isEqualTo("未登录");
    assertThat(side.getAtOnce(null, "/api/v1/projections", "Accept-Language", "fr, en-GB;q=0.8, zh;q=0.1").json()
        .get("title").stringValue()).isEqualTo("Not signed in");
  }

  @Test
  void what_the_container_itself_refuses_is_a_problem_too() throws IOException {
    for (String target : List.of("/api/v1/customers/%zz/points", "/api/v1/customers/a%2Fb/points",
        "/api/v1/customers/x;y/points", "/api/v1/customers/%00/points")) {
      try (Socket socket = new Socket("localhost", side.port())) {
        socket.getOutputStream().write(("GET " + target
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer staff\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).as(target).startsWith("HTTP/1.1 4").contains("application/problem+json")
            .contains("\"type\":\"/problems/").doesNotContain("<html");
      }
    }
  }
}
