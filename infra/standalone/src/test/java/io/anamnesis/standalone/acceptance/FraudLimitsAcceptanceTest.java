package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Points of who has too much refunded or shares too much, held until a member of staff has looked, by the standard programme. */
@ParameterizedClass
@EnumSource(Deployment.class)
class FraudLimitsAcceptanceTest {
  private static final String REVIEWS = "/api/v1/loyalty/reviews";
  /** Long enough ago for purchases of the days after it to be active by now. */
  private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(25, ChronoUnit.DAYS);

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  @Test
  void a_purchase_after_ten_refunded_ones_waits_with_the_reason_and_is_given_as_of_its_day_when_released() {
    Client mei = farming(customer, 10);
    mei.record(purchase(customer, "P-big", hours(240), line("wellness", "500.00")));
    assertThat(points(mei, "available")).isZero();
    assertThat(points(mei, "lifetimeEarned")).isEqualTo(1_000);

    JsonNode item = only(mei, customer);
    assertThat(item.get("state").asString()).isEqualTo("open");
    assertThat(item.get("causeType").asString()).isEqualTo("purchase.made");
    assertThat(item.get("points").asLong()).isEqualTo(500);
    assertThat(item.get("awards").toString()).isEqualTo("[{\"rule\":\"purchase\",\"points\":500}]");
    JsonNode reason = item.get("reason");
    assertThat(reason.get("code").asString()).isEqualTo("refunds");
    assertThat(reason.get("found").asInt()).isEqualTo(10);
    assertThat(reason.get("among").asInt()).isEqualTo(10);
    assertThat(reason.get("facts").size()).isEqualTo(10);
    assertThat(reason.get("text").asString()).isEqualTo("此次消费前 30 天内的 10 笔消费中有 10 笔退款");
    assertThat(only(mei, customer, "Accept-Language", "en").get("reason").get("text").asString())
        .isEqualTo("10 of the 10 purchases of the 30 days before this one were refunded");
    assertThat(summaries(mei, "en")).contains("500 points are held until a member of staff has looked at them");
    assertThat(summaries(mei, "zh-CN")).contains("500 积分暂缓发放，待工作人员审核");
    nothingDiffers(mei);

    Answer released = mei.post(path(item, "release"), Map.of("reason", "诊所取消了预约"));
    assertThat(released.status()).as(released.body()).isEqualTo(200);
    assertThat(released.json().get("state").asString()).isEqualTo("released");
    assertThat(released.json().get("by").asString()).isEqualTo("mei");
    assertThat(points(mei, "available")).isEqualTo(500);
    assertThat(points(mei, "lifetimeEarned")).isEqualTo(1_500);
    assertThat(items(mei, customer)).isEmpty();
    String then = URLEncoder.encode(hours(241), StandardCharsets.UTF_8);
    assertThat(mei.read(of(customer) + "/points?effectiveAt=" + then).get("pending").asLong())
        .as("as if it had never been held").isEqualTo(500);

    JsonNode line = mei.read(of(customer) + "/points/ledger").get("items").get(0);
    assertThat(line.get("occurredAt").asString()).isEqualTo(hours(240));
    JsonNode told = mei.read(of(customer) + "/points/ledger/" + line.get("entryId").asString() + "/explanation");
    assertThat(told.get("because").get("type").asString()).isEqualTo("loyalty.award-released");
    assertThat(told.get("persons").get("by").asString()).isEqualTo("mei");
    assertThat(told.get("persons").get("reason").asString()).isEqualTo("诊所取消了预约");
    nothingDiffers(mei);

    mei.record(fact(customer, "purchase.refunded", hours(242),
        Map.of("purchaseId", "P-big", "currency", "CNY", "amount", "100.00")));
    assertThat(points(mei, "available")).as("it is refunded as any other").isEqualTo(400);
    mei.record(purchase(customer, "P-late", hours(200), line("wellness", "10.00")));
    assertThat(items(mei, customer)).extracting(one -> one.get("points").asLong()).as("what is told late is held too")
        .containsExactly(10L);
    nothingDiffers(mei);
  }

  @Test
  void shares_of_a_flood_are_held_the_next_day_and_refused_for_good() {
    Client mei = deployment.client().as("staff", "mei");
    List<Map<String, Object>> shares = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      shares.add(share(customer, "A-" + i, hours(10).replace("00:00Z", "00:00.%03dZ".formatted(i))));
    }
    mei.record(shares);
    assertThat(points(mei, "available")).as("three a day").isEqualTo(30);
    assertThat(items(mei, customer)).isEmpty();
    // In the hospital's zone it is the next day by then.
    mei.record(share(customer, "B-1", hours(20)));
    assertThat(points(mei, "available")).isEqualTo(30);
    JsonNode item = only(mei, customer, "Accept-Language", "en");
    assertThat(item.get("reason").get("text").asString()).isEqualTo("Share number 52 within 1440 minutes");
    assertThat(item.get("reason").get("among").isNull()).isTrue();

    Answer refused = mei.post(path(item, "refuse"), Map.of("reason", "a script"));
    assertThat(refused.json().get("state").asString()).as(refused.body()).isEqualTo("refused");
    assertThat(items(mei, customer)).isEmpty();
    mei.record(withdrawn(shares.get(0)), withdrawn(shares.get(50)));
    assertThat(items(mei, customer)).isEmpty();
    assertThat(points(mei, "available")).as("refused for good").isEqualTo(30);
    mei.record(share(customer, "C-1", hours(60)));
    assertThat(points(mei, "available")).as("days later nothing is held").isEqualTo(40);
    assertThat(summaries(mei, "en")).contains("Held points were refused by a member of staff");
    nothingDiffers(mei);
  }

  @Test
  void facts_that_leave_no_reason_give_what_was_held_and_nobody_is_asked_any_more() {
    Client mei = farming(customer, 10);
    mei.record(purchase(customer, "P-1st", hours(240), line("wellness", "300.00")),
        purchase(customer, "P-2nd", hours(241), line("wellness", "40.00")));
    List<JsonNode> held = items(mei, customer);
    assertThat(held).extracting(one -> one.get("points").asLong()).containsExactly(300L, 40L);
    Map<String, Object> last = fact(customer, "purchase.refunded", hours(242),
        Map.of("purchaseId", "P-2nd", "currency", "CNY", "amount", "40.00"));
    mei.record(last);
    assertThat(items(mei, customer)).extracting(one -> one.get("points").asLong()).containsExactly(300L);
    assertThat(problem(mei.post(path(held.get(1), "release"), Map.of("reason", "r")), 409)).isEqualTo("review-closed");

    mei.record(withdrawn(refunds.get(0)));
    assertThat(items(mei, customer)).isEmpty();
    assertThat(points(mei, "available")).as("the first of what was refunded, and what was held").isEqualTo(400);
    assertThat(problem(mei.post(path(held.get(0), "refuse"), Map.of("reason", "r")), 409)).isEqualTo("review-closed");
    assertThat(summaries(mei, "en")).contains("Points are not held for review any more");
    nothingDiffers(mei);
  }

  @Test
  void a_key_is_answered_alike_and_a_second_word_is_refused() {
    Client mei = farming(customer, 10);
    mei.record(purchase(customer, "P-big", hours(240), line("wellness", "500.00")));
    String release = path(only(mei, customer), "release");
    String refuse = release.replace("/release", "/refuse");
    Answer missing = mei.post(release, Map.of());
    assertThat(problem(missing, 400)).isEqualTo("missing");
    assertThat(missing.json().get("field").asString()).isEqualTo("reason");
    assertThat(mei.as("app").post(release, Map.of("reason", "r")).status()).isEqualTo(403);
    assertThat(mei.as("admin").get(REVIEWS).status()).isEqualTo(403);
    assertThat(mei.as("analyst").get(REVIEWS).status()).isEqualTo(403);
    assertThat(problem(mei.post(REVIEWS + "/" + UUID.randomUUID() + "/release", Map.of("reason", "r")), 404))
        .isEqualTo("unknown-review");
    assertThat(problem(mei.post(REVIEWS + "/none/refuse", Map.of("reason", "r")), 404)).isEqualTo("unknown-review");

    Answer first = mei.post(release, Map.of("reason", "r"), "Idempotency-Key", "one");
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(mei.post(release, Map.of("reason", "r"), "Idempotency-Key", "one").body()).isEqualTo(first.body());
    assertThat(problem(mei.post(release, Map.of("reason", "s"), "Idempotency-Key", "one"), 422))
        .isEqualTo("key-reused");
    assertThat(problem(mei.post(release, Map.of(), "Idempotency-Key", "one"), 422)).as("also of what is no word at all")
        .isEqualTo("key-reused");
    Answer second = mei.as("staff", "li").post(refuse, Map.of("reason", "r"), "Accept-Language", "zh-CN");
    assertThat(problem(second, 409)).isEqualTo("already-reviewed");
    assertThat(second.json().get("title").asString()).isEqualTo("已审核");
    assertThat(points(mei, "available")).isEqualTo(500);
  }

  @Test
  void the_list_goes_page_by_page_over_all_customers() {
    List<String> customers = List.of(someone(), someone(), someone());
    Client mei = deployment.client().as("staff", "mei");
    for (String one : customers) {
      mei = farming(one, 10);
      mei.record(purchase(one, "P-1st", hours(240), line("wellness", "300.00")),
          purchase(one, "P-2nd", hours(241), line("wellness", "40.00")));
    }
    List<String> all = mei.read(REVIEWS + "?state=open&limit=500").get("items").findValuesAsString("reviewId");
    for (int limit : List.of(1, 2, 5)) {
      assertThat(paged(mei, limit)).as("by %s", limit).containsExactlyElementsOf(all).doesNotHaveDuplicates();
    }
    for (String one : customers) {
      assertThat(all).containsAll(items(mei, one).stream().map(item -> item.get("reviewId").asString()).toList());
    }
    assertThat(mei.get(REVIEWS + "?state=released").json().get("field").asString()).isEqualTo("state");
    assertThat(mei.get(REVIEWS + "?limit=501").json().get("field").asString()).isEqualTo("limit");
    assertThat(mei.get(REVIEWS + "?cursor=nonsense").json().get("field").asString()).isEqualTo("cursor");
  }

  private static List<String> paged(Client mei, int limit) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = mei.read(REVIEWS + "?limit=" + limit + cursor);
      assertThat(page.get("items").size()).isBetween(1, limit);
      found.addAll(page.get("items").findValuesAsString("reviewId"));
      JsonNode next = page.get("next");
      cursor = next == null || next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());
    return found;
  }

  private final List<Map<String, Object>> refunds = new ArrayList<>();

  /** Purchases of 100 each, an hour after each other, all refunded wholly. */
  private Client farming(String who, int purchases) {
    Client mei = deployment.client().as("staff", "mei");
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int i = 0; i < purchases; i++) {
      facts.add(purchase(who, "P-" + i, hours(2L * i), line("wellness", "100.00")));
      Map<String, Object> refund = fact(who, "purchase.refunded", hours(2L * i + 1),
          Map.of("purchaseId", "P-" + i, "currency", "CNY", "amount", "100.00"));
      refunds.add(refund);
      facts.add(refund);
    }
    mei.record(facts);
    return mei;
  }

  private static Map<String, Object> share(String who, String content, String time) {
    return fact(who, "content.shared", time, Map.of("content", content));
  }

  private Map<String, Object> withdrawn(Map<String, Object> fact) {
    return fact(fact.get("subject").toString(), "fact.withdrawn", Instant.now().toString(),
        Map.of("withdraws", Map.of("source", fact.get("source"), "id", fact.get("id"))));
  }

  private static String hours(long hours) {
    return BEGIN.plus(Duration.ofHours(hours)).toString();
  }

  private static String of(String who) {
    return "/api/v1/customers/" + who;
  }

  private static String path(JsonNode item, String decision) {
    return REVIEWS + "/" + item.get("reviewId").asString() + "/" + decision;
  }

  private long points(Client client, String figure) {
    return client.read(of(customer) + "/points").get(figure).asLong();
  }

  private static JsonNode only(Client client, String who, String... headers) {
    List<JsonNode> items = items(client, who, headers);
    assertThat(items).hasSize(1);
    return items.getFirst();
  }

  private static List<JsonNode> items(Client client, String who, String... headers) {
    return client.read(REVIEWS + "?customer=" + who, headers).get("items").valueStream().toList();
  }

  private List<String> summaries(Client client, String language) {
    return client.read(of(customer) + "/timeline?limit=500", "Accept-Language", language).get("items")
        .findValuesAsString("summary");
  }

  /** An auditor has the customer's postings worked out again. */
  private void nothingDiffers(Client client) {
    Client auditor = client.as("auditor");
    Answer begun = auditor.post("/api/v1/audit/points/rederivation", Map.of("customer", customer));
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    JsonNode done = await().atMost(Duration.ofSeconds(60)).until(() -> auditor.read(begun.header("Location")),
        check -> !List.of("waiting", "running").contains(check.get("state").asString()));
    assertThat(done.get("result").get("differences").toString()).isEqualTo("[]");
    assertThat(done.get("result").get("customers").asInt()).as(done.toString()).isEqualTo(1);
  }
}
