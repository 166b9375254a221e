package io.anamnesis.projections.declared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a definition says that it reads. */
class FieldsReadTest {

  @Test
  void a_field_is_read_wherever_an_expression_names_it_through_whatever_variable() {
    DeclaredProjection projection = Given.projection("""
        projection: p
        state:
          last: {type: text, initial: ""}
        on:
          purchase.made:
            - where: event.lines.exists(l, l.quantity.orValue(decimal("1")) > decimal("1"))
              each: event.lines.filter(l, l.amount > decimal("1"))
              tally:
                by:
                  line: item.businessLine
                  month: month(time, event.site)
                add:
                  spent: item.amount
            - set: {last: 'event.channel.orValue(state.last)'}
          visit.completed:
            tally: {add: {visits: "1"}}
        """);

    assertThat(projection.fieldsRead("purchase.made")).containsExactly("channel", "lines", "lines[].amount",
        "lines[].businessLine", "lines[].quantity", "site");
    assertThat(projection.fieldsRead("visit.completed")).isEmpty();
    assertThat(projection.fieldsRead("signin.made")).isEmpty();
  }

  @Test
  void a_rule_for_a_sources_own_type_reads_none() {
    DeclaredProjection projection =
        Given.projection("projection: p\non: {x.hydration: {tally: {add: {n: \"1\"}}}}\n");

    assertThat(projection.fieldsRead("x.hydration")).isEmpty();
  }
}
