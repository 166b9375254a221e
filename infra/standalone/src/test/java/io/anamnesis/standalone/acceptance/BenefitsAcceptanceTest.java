package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.AtOnce.atOnce;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L3: what a level gives so many times a year is granted and used, never beyond its quantity. */
@ParameterizedClass
@EnumSource(Deployment.class)
class BenefitsAcceptanceTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  @Test
  void what_a_level_gives_once_a_year_is_used_once_and_given_back_when_it_was_not() {
    Client staff = reached("5000");
    Client app = staff.as("app");
    JsonNode checkUp = benefit(app, "check-up");
    assertThat(checkUp.get("state").asString()).isEqualTo("available");
    assertThat(checkUp.get("text").asString()).isEqualTo("每年个性化体检半价1次");
    assertThat(checkUp.get("percent").asInt()).isEqualTo(50);
    assertThat(figures(checkUp)).containsExactly(1, 0, 1);
    assertThat(figures(benefit(app, "free-item"))).containsExactly(1, 0, 1);
    assertThat(app.read(path("/benefits"), "Accept-Language", "en").get("benefits").findValuesAsString("text"))
        .contains("Personalised check-up at half price once a year");

    Answer used = app.post(path("/benefits/check-up/use"), Map.of("reference", "HIS-7", "visitId", "V-1"));
    assertThat(used.status()).as(used.body()).isEqualTo(201);
    assertThat(used.json().get("percent").asInt()).isEqualTo(50);
    assertThat(used.json().get("until").asString()).isEqualTo(checkUp.get("until").asString());
    JsonNode now = benefit(app, "check-up");
    assertThat(figures(now)).containsExactly(1, 1, 0);
    assertThat(now.get("state").asString()).isEqualTo("used-up");
    assertThat(now.get("uses").get(0).get("reference").asString()).isEqualTo("HIS-7");
    assertThat(now.get("uses").get(0).get("visitId").asString()).isEqualTo("V-1");
    assertThat(problem(app.post(path("/benefits/check-up/use"), Map.of()), 409)).isEqualTo("benefit-used-up");

    String cancel = path("/benefits/check-up/uses/" + used.json().get("useId").asString() + "/cancel");
    assertThat(problem(app.post(cancel, Map.of("reason", "约错了")), 403)).isEqualTo("forbidden");
    assertThat(staff.post(cancel, Map.of()).json().get("field").asString()).isEqualTo("reason");
    Answer cancelled = staff.post(cancel, Map.of("reason", "约错了"));
    assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
    assertThat(cancelled.json().get("state").asString()).isEqualTo("cancelled");
    assertThat(problem(staff.post(cancel, Map.of("reason", "约错了")), 409)).isEqualTo("benefit-use-cancelled");
    assertThat(figures(benefit(staff, "check-up"))).containsExactly(1, 0, 1);
    assertThat(app.post(path("/benefits/check-up/use"), Map.of()).status()).isEqualTo(201);

    List<String> told =
        staff.read(path("/timeline?limit=500"), "Accept-Language", "en").get("items").findValuesAsString("summary");
    assertThat(told).contains("Benefit check-up granted for a year: 1", "Used benefit check-up: 1",
        "Use of benefit check-up cancelled: 1");
    assertThat(staff.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").body())
        .as("a reason is personal").contains("loyalty.benefit-use-cancelled").doesNotContain("约错了");
    assertThat(app.read(path("/tier")).get("benefits").findValuesAsString("kind"))
        .as("the level's benefits are all shown as ever")
        .containsExactly("member-gifts", "points-mall", "free-item", "discount", "check-up");
  }

  @Test
  void what_cannot_be_used_is_refused_with_the_reason() {
    Client app = reached("1000").as("app");
    assertThat(problem(app.post(path("/benefits/check-up/use"), Map.of()), 409)).isEqualTo("benefit-not-held");
    assertThat(problem(app.post(path("/benefits/discount/use"), Map.of()), 409)).as("it is not counted")
        .isEqualTo("benefit-not-held");
    assertThat(problem(app.post(path("/benefits/free-item/use"), Map.of("quantity", 2)), 409))
        .isEqualTo("benefit-used-up");
    for (Map.Entry<String, Object> wrong : Map.<String, Object>of("quantity", 0, "reference", "a b", "visitId", "")
        .entrySet()) {
      Answer refused = app.post(path("/benefits/free-item/use"), Map.of(wrong.getKey(), wrong.getValue()));
      assertThat(problem(refused, 400)).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).isEqualTo(wrong.getKey());
    }
    assertThat(problem(app.post(path("/benefits/Free_Item/use"), Map.of()), 400)).isEqualTo("invalid");
    assertThat(problem(app.post("/api/v1/customers/" + someone() + "/benefits/free-item/use", Map.of()), 404))
        .isEqualTo("unknown-customer");
    String nothing = path("/benefits/free-item/uses/" + UUID.randomUUID() + "/cancel");
    assertThat(problem(app.as("staff").post(nothing, Map.of("reason", "?")), 404)).isEqualTo("unknown-benefit-use");
    assertThat(app.as("auditor").post(path("/benefits/free-item/use"), Map.of()).status()).isEqualTo(403);
    assertThat(figures(benefit(app, "free-item"))).as("nothing was used").containsExactly(1, 0, 1);
  }

  @Test
  void of_a_hundred_who_use_the_last_one_exactly_one_does() throws Exception {
    Client staff = reached("1000");
    List<Answer> answers =
        atOnce(100, () -> staff.as("app").post(path("/benefits/free-item/use"), Map.of("quantity", 1)));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("benefit-used-up"));
    assertThat(figures(benefit(staff, "free-item"))).containsExactly(1, 1, 0);
  }

  @Test
  void a_use_repeated_under_its_key_answers_alike_and_is_one() throws Exception {
    Client staff = reached("1000");
    String use = path("/benefits/free-item/use");
    List<Answer> answers = atOnce(10,
        () -> staff.as("app").post(use, Map.of("reference", "R-1"), "Idempotency-Key", "K-" + customer));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(problem(
        staff.as("app").post(use, Map.of("reference", "R-2"), "Idempotency-Key", "K-" + customer), 422))
        .isEqualTo("key-reused");
    assertThat(figures(benefit(staff, "free-item"))).containsExactly(1, 1, 0);
  }

  @Test
  void a_year_follows_the_other_while_the_level_is_held_also_long_ago() {
    Client client = deployment.client();
    client.record(bought("P-1", "2024-03-10T02:00:00Z", "5000"));
    JsonNode first = benefit(client, "check-up", "2025-03-10T01:59:59Z");
    assertThat(first.get("from").asString()).isEqualTo("2024-03-10T02:00:00Z");
    assertThat(first.get("until").asString()).isEqualTo("2025-03-10T02:00:00Z");
    JsonNode second = benefit(client, "check-up", "2025-03-10T02:00:00Z");
    assertThat(second.get("from").asString()).isEqualTo("2025-03-10T02:00:00Z");
    assertThat(figures(second)).containsExactly(1, 0, 1);
    JsonNode down = benefit(client, "check-up", "2025-05-30T16:00:00Z");
    assertThat(down.get("state").asString()).as("level 2 since then").isEqualTo("not-held");
    assertThat(figures(down)).containsExactly(1, 0, 0);
    assertThat(figures(benefit(client, "free-item", "2025-05-30T16:00:00Z"))).containsExactly(1, 0, 1);
    JsonNode later = client.read(path("/benefits?effectiveAt=2026-04-01T00:00:00Z")).get("benefits");
    assertThat(later.findValuesAsString("kind")).containsExactly("free-item");
    assertThat(client.read(path("/benefits?effectiveAt=2024-03-10T01:59:59Z")).get("benefits")).isEmpty();
    assertThat(granted(client, "check-up")).isEqualTo(2);
  }

  @Test
  void a_late_fact_moves_a_year_and_what_was_used_stays_used() {
    Client client = deployment.client();
    Instant then = Instant.now().minus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Instant earlier = then.minus(9, ChronoUnit.DAYS);
    Map<String, Object> late = bought("P-0", earlier.toString(), "1000");
    client.record(bought("P-1", then.toString(), "1000"));
    assertThat(benefit(client, "free-item").get("from").asString()).isEqualTo(then.toString());
    assertThat(client.post(path("/benefits/free-item/use"), Map.of()).status()).isEqualTo(201);

    client.record(late);
    JsonNode moved = benefit(client, "free-item");
    assertThat(moved.get("from").asString()).isEqualTo(earlier.toString());
    assertThat(figures(moved)).containsExactly(1, 1, 0);
    JsonNode withdrawn = Postings.of(client.as("staff"), customer).of("loyalty.benefit-withdrawn").getFirst();
    assertThat(withdrawn.get("kept").asInt()).isEqualTo(1);
    assertThat(withdrawn.get("quantity").asInt()).isZero();
    assertThat(problem(client.post(path("/benefits/free-item/use"), Map.of()), 409)).isEqualTo("benefit-used-up");

    client.record(fact(customer, "fact.withdrawn", Instant.now().toString(),
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", late.get("id")))));
    JsonNode back = benefit(client, "free-item");
    assertThat(back.get("from").asString()).isEqualTo(then.toString());
    assertThat(figures(back)).containsExactly(1, 1, 0);
  }

  @Test
  void what_is_held_only_while_its_holder_is_in_hospital_rests() {
    Client client = deployment.client();
    client.record(bought("P-1", "2024-03-10T02:00:00Z", "5000"),
        fact(customer, "admission.admitted", "2025-05-20T02:00:00Z", Map.of("stayId", customer)));
    assertThat(benefit(client, "check-up").get("state").asString()).isEqualTo("frozen");
    assertThat(problem(client.post(path("/benefits/check-up/use"), Map.of()), 409)).isEqualTo("benefit-frozen");
    assertThat(benefit(client, "free-item").get("state").asString()).as("of the level below").isEqualTo("available");
    assertThat(client.post(path("/benefits/free-item/use"), Map.of()).status()).isEqualTo(201);
  }

  @Test
  void a_level_that_staff_give_gives_its_benefits_and_improves_what_was_granted() {
    Client staff = reached("5000");
    String until = Instant.now().plus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    assertThat(staff.post(path("/tier/override"), Map.of("level", 5, "until", until, "reason", "院领导关怀")).status())
        .isEqualTo(201);
    assertThat(benefit(staff, "check-up").get("percent").asInt()).as("free, in the same year").isEqualTo(100);
    assertThat(granted(staff, "check-up")).isEqualTo(1);
    Answer used = staff.post(path("/benefits/family-check-up/use"), Map.of());
    assertThat(used.status()).as(used.body()).isEqualTo(201);
    assertThat(staff.post(path("/tier/override/withdraw"), Map.of("reason", "误操作")).status()).isEqualTo(200);
    assertThat(benefit(staff, "check-up").get("percent").asInt()).isEqualTo(50);
    assertThat(benefit(staff, "family-check-up").get("state").asString()).isEqualTo("not-held");
    assertThat(problem(staff.post(path("/benefits/family-check-up/use"), Map.of()), 409))
        .isEqualTo("benefit-not-held");
  }

  @Test
  void a_year_begins_as_time_passes_once_whatever_stands_still() {
    ShiftedClock clock = new ShiftedClock();
    ZonedDateTime reached = ZonedDateTime.now(SHANGHAI).minusMonths(11).truncatedTo(ChronoUnit.SECONDS);
    Instant over = reached.plusMonths(12).toInstant();
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of(), clock)) {
      Client client = own.client("staff");
      client.record(bought("P-1", reached.toInstant().toString(), "5000"));
      assertThat(benefit(client, "check-up").get("until").asString()).isEqualTo(over.toString());
      assertThat(client.post(path("/benefits/check-up/use"), Map.of()).status()).isEqualTo(201);

      own.close();
      clock.to(over.plusSeconds(1));
      own.start();
      Client later = own.client("staff");
      assertThat(figures(benefit(later, "check-up"))).as("recorded or not").containsExactly(1, 0, 1);
      await().atMost(Duration.ofSeconds(30)).until(() -> granted(later, "check-up") == 2);
      assertThat(later.post(path("/benefits/check-up/use"), Map.of()).status()).isEqualTo(201);
      assertThat(figures(benefit(later, "check-up"))).containsExactly(1, 1, 0);
      assertThat(granted(later, "check-up")).isEqualTo(2);
      Instant granted = Instant.parse(
          Postings.of(later, customer).of("loyalty.benefit-granted").getLast().get("grantedAt").asString());
      assertThat(granted).as("dated by when it fell due").isEqualTo(over);
      JsonNode sound = rederived(later.as("auditor"));
      assertThat(sound.get("differing").asInt()).as(sound.toString()).isZero();
    }
  }

  private JsonNode rederived(Client auditor) {
    String path = "/api/v1/audit/points/rederivation";
    Answer asked = auditor.post(path, Map.of("customer", customer));
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    String job = path + "/" + asked.json().get("id").asString();
    await().atMost(Duration.ofSeconds(60))
        .until(() -> auditor.read(job).get("state").asString().equals("done"));
    return auditor.read(job).get("result");
  }

  private Client reached(String yuan) {
    Client staff = deployment.client().as("staff");
    staff.record(bought("P-1", Instant.now().minus(1, ChronoUnit.DAYS).toString(), yuan));
    staff.read(path("/benefits"));
    return staff;
  }

  private long granted(Client client, String kind) {
    return Postings.of(client.as("staff"), customer).of("loyalty.benefit-granted").stream()
        .filter(granted -> granted.get("kind").asString().equals(kind)).count();
  }

  private JsonNode benefit(Client client, String kind) {
    return of(client.read(path("/benefits")), kind);
  }

  private JsonNode benefit(Client client, String kind, String at) {
    return of(client.read(path("/benefits?effectiveAt=" + at)), kind);
  }

  private static JsonNode of(JsonNode answer, String kind) {
    for (JsonNode one : answer.get("benefits")) {
      if (one.get("kind").asString().equals(kind)) {
        return one;
      }
    }
    throw new AssertionError("no " + kind + " in " + answer);
  }

  /** Granted, used, left. */
  private static List<Integer> figures(JsonNode benefit) {
    return List.of(benefit.get("granted").asInt(), benefit.get("used").asInt(), benefit.get("left").asInt());
  }

  private Map<String, Object> bought(String id, String at, String yuan) {
    return purchase(customer, id, at, line("wellness", yuan));
  }

  private String path(String rest) {
    return "/api/v1/customers/" + customer + rest;
  }
}
