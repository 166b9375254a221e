package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A life with something personal in every field of every fact, in what persons decided and stated, and in a line that was not taken. */
final class WatchedLife {
  private static final String REWARDS = "/api/v1/loyalty/rewards";

  private final Client staff;
  private final String customer = someone();
  private final Canaries canaries = new Canaries(customer);
  private final List<Canary> watched = new ArrayList<>();
  private String confirmation = "";
  private String code = "";
  private final Instant told;

  /**
   * What is looked for.
   *
   * @param ofRecord whether it outlives the erasure of reachability
   * @param isCode whether it is a voucher's
   * @param where which answers hold it
   */
  record Canary(String value, boolean ofRecord, boolean isCode, Set<String> where) {
    boolean isIn(String place) {
      return where.contains(place);
    }
  }

  WatchedLife(Client staff) {
    this.staff = staff;
    staff.record(canaries.life(Set.of()));
    canaries.personal().forEach((field, value) -> watched.add(new Canary(value, field.ofRecord(), false,
        field.type().equals("customer.amended") || field.type().equals("health.noted")
            ? Set.of("events", "portrait")
            : Set.of("events"))));
    decisions();
    handOut();
    staff.as("auditor", "earlier-" + customer).get("/api/v1/audit/customers/" + customer + "/history", "Purpose",
        canary("purpose", true, Set.of("words")));
    post("/legal-hold", 200, Map.of("reason", canary("hold placed", true, Set.of("events"))));
    staff.delete(path("/legal-hold"), Map.of("reason", canary("hold lifted", true, Set.of("events"))));
    told = Instant.now();
  }

  private void decisions() {
    post("/points/adjustments", 201,
        Map.of("points", 500, "reason", canary("booked", false, Set.of("events", "explanation"))));
    post("/points/adjustments", 201,
        Map.of("points", 5_000, "reason", canary("requested", false, Set.of("events", "worklist"))));
    post("/tier/override", 201,
        Map.of("level", 2, "until", Instant.now().plus(30, ChronoUnit.DAYS).toString(), "reason",
            canary("given", false, Set.of("events"))));
    post("/tier/override/withdraw", 200, Map.of("reason", canary("withdrawn", false, Set.of("events"))));
  }

  private void handOut() {
    String reward = "R-" + UUID.randomUUID();
    assertThat(staff.as("admin").post(REWARDS, Map.of("reward", reward, "name", "水疗券", "points", 10, "stock", 9,
        "voucher", Map.of(), "price", Map.of("amount", "9.90", "currency", "CNY"))).status()).isEqualTo(201);
    JsonNode reserved = post("/redemptions", 201, Map.of("reward", reward, "quantity", 1)).json();
    confirmation = path("/redemptions/" + reserved.get("redemptionId").asString() + "/confirm");
    String payment = canaries.mark() + "-payment";
    watched.add(new Canary(payment, false, false, Set.of("events")));
    code = confirmed();
    assertThat(code).hasSizeGreaterThan(12);
    watched.add(new Canary(code, true, true, Set.of("events", "vouchers")));
  }

  /** The first code that the answer tells, also when it is asked for again. */
  String confirmed() {
    Answer answer =
        staff.post(confirmation, Map.of("payment", canaries.mark() + "-payment"), "Idempotency-Key", "K-" + customer);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("vouchers").get(0).asString();
  }

  /** From now on the record is kept by law alone, and what reaches the person is gone. */
  void erase() {
    Answer answer = staff.post(path("/erasure"), Map.of("reason", canary("erased", true, Set.of("events"))), "Prefer",
        "wait=20");
    assertThat(answer.json().get("state").asString()).as(answer.body()).isEqualTo("waiting");
  }

  /** Sends a line that is not taken. */
  void quarantined() {
    staff.ndjson(
        Facts.json(Map.of("specversion", "1.0", "id", "1", "source", source(), "type", "no.such-type", "subject",
            customer, "time", "2026-03-01T00:00:00Z", "data",
            Map.of("text", canary("refused", true, Set.of("quarantine"))))));
  }

  /** When it had been told, before any erasure. */
  Instant told() {
    return told;
  }

  String customer() {
    return customer;
  }

  String source() {
    return "/of/" + customer;
  }

  String name() {
    return canaries.name();
  }

  String code() {
    return code;
  }

  List<Canary> watched() {
    return watched;
  }

  String path(String rest) {
    return "/api/v1/customers/" + customer + rest;
  }

  private Answer post(String rest, int status, Map<String, ?> body) {
    Answer answer = staff.post(path(rest), body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  private String canary(String word, boolean ofRecord, Set<String> where) {
    String value = canaries.mark() + " said " + word;
    watched.add(new Canary(value, ofRecord, false, where));
    return value;
  }
}
