package io.anamnesis.command.intake;

import static io.anamnesis.command.intake.IntakeServer.LINES;
import static io.anamnesis.command.intake.IntakeServer.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerRegistered;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonalData;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Corrections and withdrawals are judged and sealed by what they are about. */
class OriginalsTest {
  @TempDir
  static Path folder;

  private static IntakeServer server;

  private final String customer = "C-" + UUID.randomUUID();
  private final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    server = IntakeServer.start(TestPostgres.shared().freshDatabase().getJdbcUrl(), folder.resolve("kek"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String purchase(String amount) {
    return """
        {"purchaseId":"P-1","currency":"CNY","lines":[{"product":"MASSAGE","businessLine":"postpartum","amount":"%s"}],\
        "note":"paid in coins"}""".formatted(amount);
  }

  private ObjectNode original() {
    return SampleFacts.of(id, "purchase.made", customer, purchase("100.00"));
  }

  private ObjectNode about(String type, String about, String content) {
    String member = type.equals("fact.corrected") ? "corrects" : "withdraws";
    return SampleFacts.of(UUID.randomUUID().toString(), type, customer,
        "{\"%s\":{\"source\":\"%s\",\"id\":\"%s\"}%s}".formatted(member, SampleFacts.SOURCE, about, content))
        .put("time", "2026-05-05T12:00:00Z");
  }

  private ObjectNode correction(String content) {
    return about("fact.corrected", id, ",\"data\":" + content);
  }

  private static StoredEvent stored(ObjectNode event) {
    return server.log().find(FactId.of(SampleFacts.SOURCE, event.get("id").stringValue())).orElseThrow();
  }

  private static Recorded recorded(ObjectNode event) {
    return new EventDecoder(EventCatalogue.standard()).decode(stored(event));
  }

  @Test
  void a_correction_is_sealed_field_by_field_as_its_original_is_and_opens_to_what_was_sent() {
    server.post(SINGLE, original().toString());
    ObjectNode correction = correction(purchase("90.00"));
    assertThat(server.post(SINGLE, correction.toString()).status()).isEqualTo(201);

    StoredEvent stored = stored(correction);
    assertThat(stored.revision()).isEqualTo(2);
    assertThat(stored.payload()).contains("\"90.00\"", "postpartum").doesNotContain("coins");
    assertThat(server.bean(PersonalData.class).unseal(customer, EventCodec.mapper().readTree(stored.payload())))
        .isEqualTo(correction.get("data"));
  }

  @Test
  void the_corrected_fact_is_read_out_of_the_correction_alone() {
    server.post(SINGLE, original().toString());
    ObjectNode correction = correction(purchase("90.00"));
    server.post(SINGLE, correction.toString());
    StoredEvent first = stored(original());

    Recorded now = Objects.requireNonNull(CorrectedFact.of(recorded(correction)).orElseThrow().now());

    assertThat(now.eventId()).isEqualTo(first.eventId());
    assertThat(now.position()).isEqualTo(first.position());
    assertThat(now.type()).isEqualTo("purchase.made");
    assertThat(now.occurredAt()).isEqualTo(Instant.parse("2026-03-01T02:15:00Z"));
    assertThat(now.recordedAt()).isEqualTo(first.recordedAt());
    assertThat(now.subject()).isEqualTo(customer);
    assertThat(now.metadata().id()).isEqualTo(id);
    assertThat(((PurchaseMade) now.event()).lines().getFirst().amount().value()).isEqualByComparingTo("90");
  }

  @Test
  void a_withdrawal_names_its_original_and_seals_its_reason() {
    server.post(SINGLE, original().toString());
    ObjectNode withdrawal = about("fact.withdrawn", id, ",\"reason\":\"entered twice\"");
    assertThat(server.post(SINGLE, withdrawal.toString()).status()).isEqualTo(201);

    CorrectedFact corrected = CorrectedFact.of(recorded(withdrawal)).orElseThrow();
    assertThat(corrected.now()).isNull();
    assertThat(corrected.original().eventId()).isEqualTo(stored(original()).eventId());
    assertThat(stored(withdrawal).payload()).doesNotContain("twice");
  }

  @Test
  void the_coarse_attributes_of_a_corrected_master_record_are_those_of_the_correction() {
    ObjectNode registered = SampleFacts.of(id, "customer.registered", customer,
        "{\"name\":\"张三\",\"birthDate\":\"1980-02-29\",\"gender\":\"male\"}");
    server.post(SINGLE, registered.toString());
    ObjectNode correction = correction("{\"name\":\"章三\",\"birthDate\":\"1981-02-28\",\"gender\":\"female\"}");
    server.post(SINGLE, correction.toString());

    Recorded now = Objects.requireNonNull(CorrectedFact.of(recorded(correction)).orElseThrow().now());
    assertThat(now.event()).isInstanceOf(CustomerRegistered.class);
    assertThat(now.metadata().birthYear()).isEqualTo(1981);
    assertThat(now.metadata().gender()).isEqualTo("female");
    assertThat(stored(correction).payload()).doesNotContain("章三", "1981-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fact.corrected", "fact.withdrawn"})
  void one_about_a_fact_that_is_not_known_is_kept_aside_and_taken_when_the_fact_is(String type) {
    String statement = about(type, id, type.equals("fact.corrected") ? ",\"data\":" + purchase("1") : "").toString();

    var refused = server.post(SINGLE, statement);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("code").stringValue()).isEqualTo("invalid");
    assertThat(refused.json().get("field").stringValue()).isIn("data.corrects.id", "data.withdraws.id");
    assertThat(refused.json().get("detail").stringValue()).endsWith("send that fact first, then this one again.");
    assertThat(server.get("/api/v1/facts/rejected").json().get("items").get(0).get("body").stringValue())
        .isEqualTo(statement);

    server.post(SINGLE, original().toString());
    assertThat(server.post(SINGLE, statement).status()).isEqualTo(201);
    assertThat(server.post(SINGLE, statement).status()).as("a repeat").isEqualTo(200);
  }

  @Test
  void one_request_brings_a_fact_and_what_is_said_about_it_in_order() {
    ObjectNode correction = correction(purchase("90.00"));
    ObjectNode second = correction(purchase("80.00"));
    ObjectNode withdrawal = about("fact.withdrawn", id, "");
    ObjectNode early = about("fact.withdrawn", "not-there-yet", "");
    String late = SampleFacts.of("not-there-yet", "signin.made", customer).toString();

    var answer = server.post(LINES, String.join("\n", original().toString(), correction.toString(), second.toString(),
        early.toString(), withdrawal.toString(), late));

    assertThat(answer.counts()).isEqualTo("5 0 1");
    assertThat(answer.json().get("errors").get(0).get("line").intValue()).isEqualTo(4);
    assertThat(stored(original()).position()).isLessThan(stored(correction).position());
    assertThat(stored(correction).position()).isLessThan(stored(second).position());
    assertThat(stored(second).position()).isLessThan(stored(withdrawal).position());
  }

  @Test
  void what_is_said_about_another_customers_fact_is_refused() {
    server.post(SINGLE, original().toString());

    var refused = server.post(SINGLE, correction(purchase("1")).put("subject", "C-other").toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").stringValue()).isEqualTo("subject");
  }

  @Test
  void a_correction_is_judged_by_the_rules_of_its_originals_type() {
    server.post(SINGLE, original().toString());

    var negative = server.post(SINGLE, correction(purchase("-1")).toString());
    assertThat(negative.status()).isEqualTo(400);
    assertThat(negative.json().get("field").stringValue()).isEqualTo("data.data.lines[0].amount");
    var missing = server.post(SINGLE, correction("{\"purchaseId\":\"P-1\",\"currency\":\"CNY\"}").toString());
    assertThat(missing.json().get("code").stringValue()).isEqualTo("missing");
    assertThat(missing.json().get("field").stringValue()).isEqualTo("data.data.lines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fact.corrected", "fact.withdrawn"})
  void a_correction_is_not_corrected_nor_withdrawn_since_the_last_word_on_the_fact_counts(String type) {
    server.post(SINGLE, original().toString());
    ObjectNode correction = correction(purchase("90.00"));
    server.post(SINGLE, correction.toString());

    var refused = server.post(SINGLE, about(type, correction.get("id").stringValue(),
        type.equals("fact.corrected") ? ",\"data\":" + purchase("1") : "").toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").stringValue()).isIn("data.corrects", "data.withdraws");
  }

  @Test
  void an_extension_is_corrected_and_stays_sealed() {
    server.post(SINGLE, SampleFacts.of(id, "x.hydration", customer, "{\"ml\":200}").toString());
    ObjectNode correction = correction("{\"ml\":777001}");
    assertThat(server.post(SINGLE, correction.toString()).status()).isEqualTo(201);

    assertThat(stored(correction).payload()).doesNotContain("777001");
    assertThat(Objects.requireNonNull(CorrectedFact.of(recorded(correction)).orElseThrow().now()).type())
        .isEqualTo("x.hydration");
  }
}
