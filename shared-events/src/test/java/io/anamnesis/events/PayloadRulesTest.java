package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Rule by rule, what a payload from outside may look like. */
class PayloadRulesTest {
  private static final String SECRET = "Zhang-13800138000";

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0001", "999999999999.9999", "000000000001"})
  void an_amount_has_at_most_12_digits_before_and_4_after_the_point(String amount) {
    assertThat(problems("donation.made", donation(amount))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.", ".5", "1e3", "1000000000000", "0.00001", " 1", "1,5", "１", "NaN"})
  void an_amount_of_another_form_is_invalid(String amount) {
    assertThat(problems("donation.made", donation(amount))).containsExactly("INVALID amount");
  }

  @ParameterizedTest
  @CsvSource({"CNY,true", "USD,true", "JPY,true", "cny,false", "ABC,false", "CN,false", "'',false", "CNYY,false"})
  void a_currency_is_an_upper_case_code_of_ISO_4217(String currency, boolean good) {
    assertThat(problems("cost.booked", "{'amount':'1','currency':'" + currency + "'}").isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"2026-02-28,true", "2024-02-29,true", "2026-02-29,false", "2026-2-9,false", "20260228,false",
      "2026-02-28T23:30:00+08:00,true", "2026-02-28t23:30:00z,true", "2026-02-28T23:30:00,false",
      "2026-02-28T25:30:00Z,false", "2026-02-28x,false", "+12026-02-28,false", "'',false",
      "2026-02-30T10:00:00Z,false"})
  void a_date_is_a_calendar_date_or_the_date_of_a_date_time_with_offset(String date, boolean good) {
    assertThat(problems("customer.deceased", "{'date':'" + date + "'}").isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-01T10:15:00+08:00,true", "2026-03-01T10:15:00Z,true", "2026-03-01T10:15:00.123456789-03:30,true",
      "2026-03-01T10:15:00-00:00,true", "2026-03-01T10:15+08:00,false", "2026-03-01T10:15:00,false", "2026-03-01,false",
      "2026-03-01T10:15:00+08,false", "2026-03-01T24:00:00Z,false", "2026-03-01T10:15:00+19:00,false", "now,false"})
  void an_instant_is_a_date_time_of_RFC_3339_with_offset(String instant, boolean good) {
    String data = "{'appointmentId':'A','scheduledFor':'" + instant + "'}";
    assertThat(problems("appointment.booked", data).isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"1990-05-04,true", "1990-05-04T00:00:00Z,false", "1990-02-30,false", "4 May 1990,false"})
  void a_birth_date_is_a_calendar_date_before_it_is_sealed(String date, boolean good) {
    assertThat(problems("customer.registered", "{'birthDate':'" + date + "'}").isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"0,true", "10,true", "10.0,true", "9.123456,true", "1e1,true", "100e-1,true", "-0,true",
      "5.0000000000,true",
      "10.000001,false", "-0.000001,false", "11,false", "9.1234567,false", "1e999999999,false", "1e-999999999,false",
      "0e999999999,false", "0e-999999999,false", "-1e2147483647,false", "'\"9\"',false"})
  void a_number_is_judged_exactly_and_within_its_bounds(String score, boolean good) {
    String data = "{'survey':'S','score':" + score + "}";
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2),
        () -> assertThat(problems("survey.answered", data).isEmpty()).isEqualTo(good));
  }

  @ParameterizedTest
  @CsvSource({"9999999999999999,true", "99999999999999990,false", "1e15,true", "1e16,false", "12345678901.123456,false",
      "1234567890.123456,true", "0.000001,true", "-40.5,true"})
  void a_number_without_bounds_has_at_most_16_digits_6_of_them_after_the_point(String value, boolean good) {
    assertThat(problems("measurement.taken", "{'metric':'m','value':" + value + "}").isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"1,true", "100000,true", "1.0,true", "1e0,true", "0,false", "100001,false", "1.5,false", "-1,false",
      "1e999999999,false", "4294967297,false"})
  void a_whole_number_has_no_fraction_however_it_is_written(String line, boolean good) {
    String data = "{'purchaseId':'P','currency':'CNY','lines':[{'line':" + line + ",'amount':'1'}]}";
    assertThat(problems("purchase.refunded", data).isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"\"2\",true", "2,true", "2.1,true", "true,false", "[2],false", "1e999999999,false"})
  void a_version_is_told_as_text_or_as_a_number(String version, boolean good) {
    String data = "{'survey':'S','score':1,'version':" + version + "}";
    assertThat(problems("survey.answered", data).isEmpty()).isEqualTo(good);
    if (good) {
      var answered = (SurveyAnswered) new EventCodec(EventCatalogue.standard()).decode("survey.answered", 1,
          data.replace('\'', '"'));
      assertThat(answered.version()).isEqualTo(version.replace("\"", ""));
    }
  }

  @Test
  void lines_are_one_or_more() {
    assertThat(problems("purchase.made", purchase(""))).containsExactly("INVALID lines");
    assertThat(problems("purchase.made", purchase(lines(1_000)))).isEmpty();
    assertThat(problems("purchase.made", purchase(lines(5_000)))).isEmpty();
    assertThat(problems("purchase.made", purchase("null"))).containsExactly("INVALID lines[0]");
    assertThat(problems("enquiry.made", "{'factors':[]}")).isEmpty();
    assertThat(problems("enquiry.made", "{'factors':['price',7]}")).containsExactly("INVALID factors[1]");
  }

  @Test
  void exactly_one_of_two_alternatives_is_given() {
    assertThat(problems("care.step", "{'step':'exam'}")).containsExactly("MISSING visitId");
    assertThat(problems("care.step", "{'step':'exam','visitId':'V','stayId':'S'}")).containsExactly("INVALID stayId");
    assertThat(problems("care.step", "{'step':'exam','visitId':null,'stayId':'S'}")).isEmpty();
    assertThat(problems("purchase.refunded", "{'purchaseId':'P','currency':'CNY','lines':[]}"))
        .containsExactly("INVALID lines");
  }

  @Test
  void an_amount_without_its_currency_misses_the_currency() {
    assertThat(problems("donation.made", "{'kind':'blood','amount':'5'}")).containsExactly("MISSING currency");
    assertThat(problems("donation.made", "{'kind':'blood'}")).isEmpty();
    assertThat(problems("membership.started", "{'membershipId':'M','fee':'5','currency':null}"))
        .containsExactly("MISSING currency");
    assertThat(problems("product.defined", "{'product':'P','cost':'5'}")).containsExactly("MISSING currency");
  }

  @Test
  void problems_come_in_the_order_of_the_document_and_what_an_object_lacks_at_its_end() {
    String data = "{'site':1,'lines':[{'amount':'x','cost':2},{'quantity':-1}],'channel':true,'purchaseId':''}";

    assertThat(problems("purchase.made", data)).containsExactly("INVALID site", "INVALID lines[0].amount",
        "INVALID lines[0].cost", "INVALID lines[1].quantity", "MISSING lines[1].amount", "INVALID channel",
        "INVALID purchaseId", "MISSING currency");
  }

  @Test
  void half_a_character_is_found_wherever_it_stands() {
    assertThat(problems("signin.made", "{'channel':'a\\ud800'}")).containsExactly("INVALID channel");
    assertThat(problems("customer.registered", "{'name':'\\udc00'}")).containsExactly("INVALID name");
    assertThat(problems("signin.made", "{'other':{'deep':[1,'\\ud800x']}}")).containsExactly("INVALID other.deep[1]");
    assertThat(problems("x.anything", "{'a':[{'b\\udfff':1}]}")).containsExactly("INVALID a[0].b\ufffd");
    assertThat(problems("survey.answered", "{'survey':'S','score':1,'answers':{'q':'\\ud83d'}}"))
        .containsExactly("INVALID answers.q");
    assertThat(problems("signin.made", "{'channel':'\\ud83d\\ude00','\\ud83d\\ude00':'\\ud83d\\ude00'}")).isEmpty();
  }

  @Test
  void a_control_character_is_in_no_id_and_NUL_in_no_clear_text() {
    assertThat(problems("signin.made", "{'channel':'a\\u0000'}")).containsExactly("INVALID channel");
    assertThat(problems("report.viewed", "{'reference':'a\\u0000'}")).containsExactly("INVALID reference");
    assertThat(problems("report.viewed", "{'reference':'two\\nlines'}")).isEmpty();
  }

  @Test
  void what_is_expected_is_told_and_what_was_found_is_not() {
    List<String> payloads =
        List.of("{'amount':'SECRET','currency':'SECRET','channel':{'SECRET':1},'campaign':['SECRET']}",
            "{'amount':{'~':'SECRET'},'currency':1,'channel':'\\ud800SECRET','campaign':'\\u0000SECRET'}");
    for (String payload : payloads) {
      List<FieldProblem> problems = descriptor("cost.booked").validate(json(payload.replace("SECRET", SECRET)));

      assertThat(problems).hasSize(4).allSatisfy(problem -> assertThat(problem.expected()).doesNotContain(SECRET)
          .containsAnyOf("is expected", "are expected"));
    }
  }

  private static String donation(String amount) {
    return "{'kind':'blood','currency':'CNY','amount':'" + amount + "'}";
  }

  private static String purchase(String lines) {
    return "{'purchaseId':'P','currency':'CNY','lines':[" + lines + "]}";
  }

  private static String lines(int count) {
    return String.join(",", java.util.Collections.nCopies(count, "{'amount':'1'}"));
  }

  private static List<String> problems(String type, String data) {
    return descriptor(type).validate(json(data)).stream().map(problem -> problem.kind() + " " + problem.field())
        .toList();
  }

  private static EventDescriptor descriptor(String type) {
    return EventCatalogue.standard().find(type).orElseThrow();
  }

  private static ObjectNode json(String quotedSingly) {
    return (ObjectNode) EventCodec.outside().readTree(quotedSingly.replace('\'', '"'));
  }
}
