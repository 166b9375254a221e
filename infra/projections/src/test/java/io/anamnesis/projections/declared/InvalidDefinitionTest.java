package io.anamnesis.projections.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.projections.declared.InvalidDefinition.Complaint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not hold is refused, at its place, with what it is. */
class InvalidDefinitionTest {
  private static final String TALLY = """
      projection: spend
      on:
        purchase.made:
          each: event.lines
          tally:
            by:
              line: item.businessLine
            add:
              spend: %s
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      item.amont                       | UNKNOWN_FIELD  | 9 | 20
      item.amount + 1                  | TYPES          | 9 | 28
      item.amount * 1.5                | TYPES          | 9 | 28
      1.5                              | DOUBLE         | 9 | 16
      item.quantity                    | MAY_BE_ABSENT  | 9 | 16
      item.amount + item.quantity      | MAY_BE_ABSENT  | 9 | 28
      amount                           | UNKNOWN_VALUE  | 9 | 16
      item.businessLine.orValue("x")   | WRONG_RESULT   | 9 | 16
      item.amount +                    | SYNTAX         | 9 | 29
      decimal(event.currency)          | BAD_LITERAL    | 9 | 23
      decimal("1,5")                   | BAD_LITERAL    | 9 | 23
      dyn(item.amount)                 | UNKNOWN_VALUE  | 9 | 19
      double("1.5")                    | UNKNOWN_VALUE  | 9 | 22
      "item.amount > decimal('1') ? null : item.amount" | NOT_OFFERED | 9 | 44
      "item.amount == null ? 1 : 2"    | NOT_OFFERED    | 9 | 32
      "size([1, 2])"                   | OK             | 0 | 0
      "{'a': 1}['a']"                  | TYPES          | 9 | 25
      "PurchaseMade{}.currency == 'x' ? 1 : 2" | NOT_OFFERED | 9 | 29
      "event.buyer.hasValue() ? 1 : 0" | PERSONAL       | 9 | 0
      "event.payments.orValue([]).exists(p, p.reference.hasValue()) ? 1 : 0" | PERSONAL | 9 | 0
      size(event.payments.orValue([]).map(p, p.reference)) | PERSONAL | 9 | 0
      """)
  void an_expression_that_does_not_hold_is_refused_at_its_place(String expression, String fault, int line, int column) {
    List<Complaint> complaints = Given.complaints(TALLY.formatted(expression.strip()));

    if (fault.equals("OK")) {
      assertThat(complaints).isEmpty();
    } else {
      assertThat(complaints).first().satisfies(complaint -> {
        assertThat(complaint.fault()).as(complaint.toString()).isEqualTo(Fault.valueOf(fault));
        assertThat(complaint.place().line()).isEqualTo(line);
        assertThat(column).as(complaint.toString()).isIn(complaint.place().column(), 0);
      });
    }
  }

  @Test
  void an_unknown_event_type_is_refused_with_the_one_most_like_it() {
    assertThat(Given.complaints("""
        projection: p
        on:
          purchase.mode:
            tally: {add: {count: "1"}}
        """)).containsExactly(
        new Complaint(new Place(3, 3), Fault.UNKNOWN_EVENT_TYPE, List.of("purchase.mode", "purchase.made")));
  }

  @Test
  void a_personal_field_is_refused_by_name() {
    assertThat(Given.complaints("""
        projection: p
        on:
          customer.registered:
            tally:
              by: {name: event.name}
              add: {count: "1"}
        """)).containsExactly(new Complaint(new Place(5, 24), Fault.PERSONAL, List.of("name")));
  }

  @Test
  void a_personal_field_in_the_midst_of_an_expression_is_refused_by_name() {
    assertThat(Given.complaints("""
        projection: p
        on:
          customer.registered:
            where: event.phone == "1"
            tally:
              add: {count: "1"}
        """)).first().satisfies(complaint -> {
      assertThat(complaint.fault()).isEqualTo(Fault.PERSONAL);
      assertThat(complaint.arguments()).containsExactly("phone");
      assertThat(complaint.place().line()).isEqualTo(4);
    });
  }

  @Test
  void all_that_is_wrong_is_told_at_once_in_the_order_of_the_text() {
    assertThat(Given.complaints("""
        projection: Spend
        state:
          total: {type: double, initial: 0}
          last: {type: date, initial: yesterday}
        on:
          signin.made:
            set: {tota: "1"}
            taly: {}
        """)).extracting(Complaint::place, Complaint::fault).containsExactly(
        org.assertj.core.groups.Tuple.tuple(new Place(1, 13), Fault.BAD_NAME),
        org.assertj.core.groups.Tuple.tuple(new Place(3, 17), Fault.UNKNOWN_STATE_TYPE),
        org.assertj.core.groups.Tuple.tuple(new Place(4, 31), Fault.BAD_INITIAL),
        org.assertj.core.groups.Tuple.tuple(new Place(7, 11), Fault.UNKNOWN_STATE_FIELD),
        org.assertj.core.groups.Tuple.tuple(new Place(8, 5), Fault.UNKNOWN_MEMBER));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      `projection: portrait\\non: {signin.made: {tally: {add: {n: "1"}}}}` | RESERVED_NAME | 1 | 13
      `projection: p\\non: {insight.projection-posted: {tally: {add: {n: "1"}}}}` | NOBODYS_EVENT | 2 | 6
      `projection: p` | NO_RULE | 1 | 1
      `projection: p\\non: {signin.made: {}}` | IDLE_RULE | 2 | 6
      `projection: p\\non: {signin.made: {tally: {by: {c: event.channel}}}}` | NO_MEASURE | 2 | 20
      `projection: p\\nprojection: q` | REPEATED_MEMBER | 2 | 1
      `title: x` | MISSING_MEMBER | 1 | 1
      `projection: p\\non: &a {signin.made: *a}` | ALIAS | 2 | 5
      `projection: !object p` | TAG | 1 | 13
      `projection: [` | NOT_YAML | 2 | 1
      `- projection` | EXPECTED_MAPPING | 1 | 1
      `projection: p\\non: {signin.made: {where: [], tally: {add: {n: "1"}}}}` | EXPECTED_TEXT | 2 | 27
      `projection: p\\non: {signin.made: [x]}` | EXPECTED_RULE | 2 | 20
      `projection: p\\non: {signin.made: {tally: {by: {n: event.channel}, add: {n: "1"}}}}` | TWO_MEANINGS | 2 | 58
      `projection: p\\non: {signin.made: {tally: {by: {subject: event.channel}, add: {n: "1"}}}}` | BAD_FIELD_NAME | 2 | 33
      """)
  void a_definition_of_another_shape_is_refused_at_its_place(String yaml, Fault fault, int line, int column) {
    assertThat(Given.complaints(yaml.replace("\\n", "\n"))).first()
        .satisfies(complaint -> {
          assertThat(complaint.fault()).as(complaint.toString()).isEqualTo(fault);
          assertThat(complaint.place()).as(complaint.toString()).isEqualTo(new Place(line, column));
        });
  }

  @Test
  void a_measure_is_of_one_type_in_all_rules() {
    assertThat(Given.complaints("""
        projection: p
        on:
          signin.made:
            tally: {add: {n: "1"}}
          purchase.made:
            tally: {add: {n: "sum(event.lines.map(l, l.amount))"}}
        """)).containsExactly(
        new Complaint(new Place(6, 19), Fault.TWO_TYPES, List.of("n", "integer", "decimal")));
  }

  @Test
  void the_place_in_a_folded_or_quoted_expression_is_that_in_the_file() {
    assertThat(Given.complaints("""
        projection: p
        on:
          purchase.made:
            tally:
              add:
                folded: >-
                  1 +
                  event.nothing
                quoted: "1 + event.nowhere"
        """)).extracting(Complaint::place).containsExactly(new Place(8, 16), new Place(9, 27));
  }

  @Test
  void what_is_no_utf8_or_too_long_is_refused() {
    assertThat(refusal(new byte[]{'p', (byte) 0xff})).isEqualTo(Fault.NOT_UTF8);
    assertThat(refusal("a".repeat(70_000).getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.TOO_LONG);
  }

  @Test
  void an_expression_longer_or_deeper_than_is_taken_is_refused() {
    assertThat(Given.complaints(TALLY.formatted("1" + " + 1".repeat(600))))
        .extracting(Complaint::fault).containsExactly(Fault.SYNTAX);
    assertThat(Given.complaints(TALLY.formatted("\"" + "(".repeat(300) + "1" + ")".repeat(300) + "\"")))
        .extracting(Complaint::fault).containsExactly(Fault.SYNTAX);
  }

  private static Fault refusal(byte[] posted) {
    try {
      DefinitionText.of(posted);
      throw new AssertionError("it was taken");
    } catch (InvalidDefinition invalid) {
      return invalid.complaints().getFirst().fault();
    }
  }
}
