package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** L5: rules as versioned data, chosen by the interaction's own time; published, never edited. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ProgrammesAcceptanceTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final String TOMORROW = NOW.plus(Duration.ofDays(1)).toString();
  private static final String LAST_MONTH = NOW.minus(Duration.ofDays(30)).toString();

  @Parameter
  private Deployment deployment;

  @Test
  void a_version_decides_on_what_occurred_since_it_is_effective_and_was_recorded_since_it_was_published() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client client = own.client("staff");
      Client admin = own.client("admin");
      assertThat(awarded(client, "C-before", NOW)).isEqualTo("default-1: 20");

      ObjectNode dearer = Drafts.of("dearer");
      Drafts.rule(dearer, "visit").put("points", 33);
      // A type that no rule rewarded when the process started.
      dearer.withArray("rules").addObject().put("name", "joined").put("on", "activity.joined").put("points", 4)
          .put("multiplied", false).put("pendingDays", 0).put("streakDays", 0);
      Answer drafted = Drafts.post(admin, dearer.put("effectiveFrom", LAST_MONTH));
      assertThat(drafted.status()).as(drafted.body()).isEqualTo(201);
      assertThat(awarded(client, "C-drafted", NOW)).as("a draft decides nothing").isEqualTo("default-1: 20");

      assertThat(Drafts.publish(admin, "dearer", "").status()).isEqualTo(200);
      assertThat(awarded(client, "C-1", NOW)).isEqualTo("dearer: 33");
      assertThat(awarded(client, "C-2", NOW.minus(Duration.ofDays(31)))).as("back-dated").isEqualTo("default-1: 20");
      assertThat(awarded(client, "C-3", NOW.minus(Duration.ofDays(30)))).isEqualTo("dearer: 33");
      assertThat(Postings.of(client, "C-before").net()).as("what was decided stays").isEqualTo(20);
      client.record(fact("C-4", "activity.joined", NOW.toString(), Map.of("activity", "K-1")));
      assertThat(Postings.of(client, "C-4").byRule()).isEqualTo(Map.of("joined", 4L));

      Drafts.post(admin, Drafts.of("tomorrow"));
      assertThat(Drafts.publish(admin, "tomorrow", "{\"effectiveFrom\":\"" + TOMORROW + "\"}").status()).isEqualTo(200);
      assertThat(awarded(client, "C-5", NOW)).as("effective tomorrow").isEqualTo("dearer: 33");

      own.restart();
      client = own.client("staff");
      admin = own.client("admin");
      assertThat(awarded(client, "C-6", NOW)).isEqualTo("dearer: 33");
      assertThat(Drafts.publish(admin, "dearer", "{\"effectiveFrom\":\"" + LAST_MONTH + "\"}").status())
          .as("asked again by who never learned the outcome").isEqualTo(200);
      assertThat(admin.post(Drafts.PATH + "/dearer/retire", Map.of()).json().get("state").asString())
          .isEqualTo("retired");
      assertThat(awarded(client, "C-7", Instant.now())).as("the version before it again").isEqualTo("default-1: 20");
      assertThat(awarded(client, "C-8", NOW.minus(Duration.ofDays(2)))).as("late, of its time").isEqualTo("dearer: 33");
    }
  }

  @Test
  void a_draft_is_replaced_and_reviewed_and_what_is_published_never_changes() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client admin = own.client("admin");
      ObjectNode draft = Drafts.of("spring");
      String first = Drafts.post(admin, draft).header("ETag");
      Drafts.rule(draft, "share").put("points", 12);
      Answer second = Drafts.post(admin, draft, "If-Match", first);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.header("ETag")).isNotEqualTo(first);
      assertThat(Drafts.post(admin, draft.deepCopy().put("expiryMonths", 6), "If-Match", first).status())
          .isEqualTo(412);

      JsonNode review = admin.post(Drafts.PATH + "/spring/validate", Map.of()).json();
      assertThat(review.get("valid").asBoolean()).isTrue();
      assertThat(review.get("notes").get(0).get("code").asString()).isEqualTo("effective-at-once");
      String diff = Drafts.PATH + "/default-1/diff?to=spring";
      assertThat(admin.read(diff, "Accept-Language", "en").get("changes").get(0).get("text").asString())
          .isEqualTo("rule “share”, points: 10 → 12");
      assertThat(admin.read(diff).get("changes").get(0).get("text").asString()).isEqualTo("规则“share”，积分：10 → 12");
      assertThat(admin.read(diff).get("changes")).hasSize(1);

      JsonNode published = Drafts.publish(admin, "spring", "").json();
      assertThat(published.get("state").asString()).isEqualTo("published");
      Answer edited = Drafts.post(admin, draft.deepCopy().put("expiryMonths", 6));
      assertThat(edited.status()).isEqualTo(409);
      assertThat(edited.json().get("type").asString()).isEqualTo("/problems/programme-published");
      assertThat(Drafts.publish(admin, "spring", "{\"effectiveFrom\":\"" + TOMORROW + "\"}").status()).isEqualTo(409);
      assertThat(admin.read(Drafts.PATH + "/spring")).isEqualTo(published);
      assertThat(admin.post(Drafts.PATH + "/default-1/retire", Map.of()).json().get("code").asString())
          .isEqualTo("programme-needed");

      assertThat(own.client("analyst").read(Drafts.PATH).get("items")).extracting(one -> one.get("version").asString())
          .containsExactly("default-1", "spring");
      assertThat(own.client("auditor").read(Drafts.PATH + "/spring").get("content").get("rules")).isNotEmpty();
      assertThat(own.client("staff").get(Drafts.PATH).status()).isEqualTo(403);
      assertThat(Drafts.post(own.client("analyst"), Drafts.of("mine")).status()).isEqualTo(403);
    }
  }

  @Test
  void under_a_key_each_command_answers_as_it_did_also_after_a_restart() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client admin = own.client("admin");
      ObjectNode draft = Drafts.of("keyed");
      Answer drafted = Drafts.post(admin, draft, "Idempotency-Key", "K-1");
      assertThat(drafted.status()).as(drafted.body()).isEqualTo(201);
      ObjectNode dearer = draft.deepCopy().put("expiryMonths", 6);
      assertThat(Drafts.post(admin, dearer, "Idempotency-Key", "K-2").status()).isEqualTo(200);
      Answer published = publish(admin, "keyed", Map.of("effectiveFrom", TOMORROW), "K-1");
      assertThat(published.status()).as("a key is one of its path: " + published.body()).isEqualTo(200);
      own.restart();
      admin = own.client("admin");

      Answer again = Drafts.post(admin, draft, "Idempotency-Key", "K-1");
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.json()).isEqualTo(drafted.json());
      assertThat(again.header("ETag")).isEqualTo(drafted.header("ETag"));
      assertThat(publish(admin, "keyed", Map.of("effectiveFrom", TOMORROW), "K-1").json())
          .isEqualTo(published.json());
      for (Answer reused : List.of(Drafts.post(admin, dearer, "Idempotency-Key", "K-1"),
          Drafts.post(admin, Drafts.of("other"), "Idempotency-Key", "K-1"),
          publish(admin, "keyed", Map.of(), "K-1"))) {
        assertThat(reused.status()).as(reused.body()).isEqualTo(422);
        assertThat(reused.json().get("code").asString()).isEqualTo("key-reused");
      }
      Answer retired = admin.post(Drafts.PATH + "/keyed/retire", Map.of(), "Idempotency-Key", "K-3");
      assertThat(admin.post(Drafts.PATH + "/keyed/retire", Map.of(), "Idempotency-Key", "K-3").json())
          .isEqualTo(retired.json());
      assertThat(Drafts.post(admin, Drafts.of("other"), "Idempotency-Key", "a key").json().get("field").asString())
          .isEqualTo("Idempotency-Key");
    }
  }

  private static Answer publish(Client admin, String version, Map<String, ?> body, String key) {
    return admin.post(Drafts.PATH + "/" + version + "/publish", body, "Idempotency-Key", key);
  }

  @Test
  void the_list_of_versions_comes_in_pages() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client admin = own.client("admin");
      for (String version : List.of("a", "b", "c", "d")) {
        Drafts.post(admin, Drafts.of(version));
      }
      List<String> seen = new ArrayList<>();
      String next = "";
      do {
        JsonNode page = admin.read(Drafts.PATH + "?limit=2" + next);
        page.get("items").forEach(one -> seen.add(one.get("version").asString()));
        assertThat(page.get("items").size()).isLessThanOrEqualTo(2);
        next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
      } while (!next.isEmpty());
      assertThat(seen).containsExactly("default-1", "a", "b", "c", "d");
      assertThat(admin.read(Drafts.PATH + "?limit=500").get("next").isNull()).isTrue();
      for (String wrong : List.of("limit=0", "limit=501", "limit=2&cursor=nobody")) {
        Answer refused = admin.get(Drafts.PATH + "?" + wrong);
        assertThat(refused.status()).as(wrong).isEqualTo(400);
        assertThat(refused.json().get("field").asString()).isEqualTo(wrong.contains("cursor") ? "cursor" : "limit");
      }
    }
  }

  @Test
  void what_a_trial_foretells_is_what_happens_on_a_copy_where_the_version_was_published_first() {
    long seed = System.nanoTime();
    ObjectNode draft = Drafts.of("bold");
    Drafts.rule(draft, "purchase").put("rate", new java.math.BigDecimal("1.7"));
    Drafts.rule(draft, "share").put("when", "channel == \"wecom\"").put("points", 60);
    ((ObjectNode) draft.get("monthlyCap")).put("points", 90);
    ((ObjectNode) draft.get("tiers").get(1)).put("threshold", 700).put("multiplier", new java.math.BigDecimal("1.35"));
    // In the midst of what they spend, so that some get there.
    ((ObjectNode) draft.get("tiers").get(2)).put("threshold", 1_800);
    List<Map<String, Object>> history = history(new Random(seed));
    JsonNode foretold;
    Map<String, Long> standing = new TreeMap<>();
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client client = own.client("staff");
      client.record(history);
      customers(history).forEach(customer -> Postings.of(client, customer).byRule()
          .forEach((rule, points) -> standing.merge(rule, points, Long::sum)));
      Drafts.post(own.client("admin"), draft);
      foretold = Drafts.tried(own.client("admin"), "bold");
    }
    Map<String, Long> real = new TreeMap<>();
    Map<Long, Long> levels = new TreeMap<>();
    try (OwnDeployment copy = new OwnDeployment(deployment)) {
      Drafts.post(copy.client("admin"), draft.put("effectiveFrom", "0001-01-01T00:00:00Z"));
      assertThat(Drafts.publish(copy.client("admin"), "bold", "").status()).isEqualTo(200);
      Client client = copy.client("staff");
      client.record(history);
      for (String customer : customers(history)) {
        Postings postings = Postings.of(client, customer);
        assertThat(postings.of("loyalty.points-earned")).as("seed %d", seed)
            .allMatch(award -> award.get("programme").asString().equals("bold"));
        postings.byRule().forEach((rule, points) -> real.merge(rule, points, Long::sum));
        levels.merge(level(postings), 1L, Long::sum);
      }
    }
    assertThat(points(foretold, "after")).as("seed %d", seed).isEqualTo(present(real));
    assertThat(points(foretold, "before")).as("seed %d", seed).isEqualTo(present(standing)).isNotEqualTo(present(real));
    Map<Long, Long> foretoldLevels = new TreeMap<>();
    foretold.get("tiers").forEach(move -> foretoldLevels.merge(move.get("to").asLong(),
        move.get("customers").asLong(), Long::sum));
    assertThat(foretoldLevels).as("seed %d", seed).isEqualTo(levels);
    assertThat(levels).as("seed %d", seed).hasSizeGreaterThan(1);
  }

  /** Half a year of ten customers, recorded in no order of time, refunds before their purchases among it. */
  private static List<Map<String, Object>> history(Random random) {
    List<Map<String, Object>> history = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      String customer = "C-" + random.nextInt(10);
      String time = NOW.minus(Duration.ofMinutes(random.nextInt(180 * 24 * 60))).toString();
      String purchaseId = customer + "-P-" + random.nextInt(8);
      history.add(switch (random.nextInt(6)) {
        case 0 -> visit(customer, "V-" + i, time);
        case 1, 2 -> purchase(customer, purchaseId, time, line("obstetrics", random.nextInt(400) + ".90"));
        case 3 -> fact(customer, "purchase.refunded", time,
            Map.of("purchaseId", purchaseId, "currency", "CNY", "amount", random.nextInt(90) + ".50"));
        case 4 -> fact(customer, "content.shared", time, Map.of("content", "A-" + i, "channel",
            random.nextBoolean() ? "wecom" : "web"));
        default -> fact(customer, "signin.made", time, Map.of());
      });
    }
    return history;
  }

  private static List<String> customers(List<Map<String, Object>> history) {
    return history.stream().map(fact -> fact.get("subject").toString()).distinct().toList();
  }

  /** The level held now, by what was told of it and was not told otherwise since. */
  private static long level(Postings postings) {
    TreeMap<Instant, Long> held = new TreeMap<>();
    for (JsonNode event : postings.events()) {
      JsonNode payload = event.get("payload");
      switch (event.get("type").asString()) {
        case "loyalty.tier-reached" ->
          held.put(Instant.parse(payload.get("reachedAt").asString()), payload.get("level").asLong());
        case "loyalty.tier-downgraded" ->
          held.put(Instant.parse(payload.get("downgradedAt").asString()), payload.get("held").get("level").asLong());
        case "loyalty.tier-revised" ->
          held.tailMap(Instant.parse(payload.get("from").asString()), true).clear();
        default -> {
          // Changes no level.
        }
      }
    }
    return held.isEmpty() ? 1 : held.lastEntry().getValue();
  }

  private static Map<String, Long> points(JsonNode foretold, String side) {
    Map<String, Long> points = new TreeMap<>();
    foretold.get("rules").forEach(rule -> points.put(rule.get("rule").asString(), rule.get(side).asLong()));
    return present(points);
  }

  private static Map<String, Long> present(Map<String, Long> points) {
    Map<String, Long> present = new TreeMap<>(points);
    present.values().removeIf(sum -> sum == 0);
    return present;
  }

  /** Version and points of a visit's award. */
  private static String awarded(Client client, String customer, Instant at) {
    client.record(visit(customer, "V-1", at.toString()));
    List<JsonNode> awards = Postings.of(client, customer).of("loyalty.points-earned");
    assertThat(awards).hasSize(1);
    return awards.getFirst().get("programme").asString() + ": " + awards.getFirst().get("points").asLong();
  }
}
