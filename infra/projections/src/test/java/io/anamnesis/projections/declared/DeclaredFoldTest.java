package io.anamnesis.projections.declared;

import static io.anamnesis.projections.declared.Given.event;
import static io.anamnesis.projections.declared.Given.folded;
import static io.anamnesis.projections.declared.Given.line;
import static io.anamnesis.projections.declared.Given.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Recorded;
import io.anamnesis.projections.Column;
import io.anamnesis.projections.FoldRefused;
import io.anamnesis.projections.Tabular;
import io.anamnesis.projections.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeclaredFoldTest {
  private static final Instant FRIDAY = Instant.parse("2026-03-06T20:00:00Z");

  @Test
  void a_tally_adds_each_item_under_its_dimensions_on_the_clock_of_the_site() {
    DeclaredProjection spend = Given.projection("""
        projection: spend
        on:
          purchase.made:
            each: event.lines
            tally:
              by:
                businessLine: item.businessLine
                weekday: weekday(time, event.site)
              add:
                spend: item.amount
                lines: 1
        """);

    DeclaredState state = folded(spend,
        event(1, FRIDAY, purchase(null, null, line("spa", null, "760.00"), line(null, null, "0.5"))),
        event(2, FRIDAY, purchase("berlin", null, line("spa", null, "1"), line("spa", null, "2.25"))));

    // 20:00 in UTC is Saturday in Shanghai and Friday in Berlin.
    assertThat(((Tally<DeclaredState>) spend).contribution(state)).isEqualTo(Map.of(
        cell("spend", "businessLine", "spa", "weekday", "6"), new BigDecimal("760"),
        cell("lines", "businessLine", "spa", "weekday", "6"), new BigDecimal("1"),
        cell("spend", "weekday", "6"), new BigDecimal("0.5"),
        cell("lines", "weekday", "6"), new BigDecimal("1"),
        cell("spend", "businessLine", "spa", "weekday", "5"), new BigDecimal("3.25"),
        cell("lines", "businessLine", "spa", "weekday", "5"), new BigDecimal("2")));
    assertThat(spend.columns()).containsExactly(Column.text("businessLine"), Column.integer("weekday"),
        Column.decimal("spend"), Column.integer("lines"));
  }

  @Test
  void a_state_of_every_type_is_a_row_of_its_values() {
    DeclaredProjection last = Given.projection("""
        projection: last-purchase
        title: The last purchase
        state:
          channel: {type: text, initial: none}
          count: {type: integer, initial: 0}
          total: {type: decimal, initial: "0.00"}
          large: {type: boolean, initial: false}
          at: {type: timestamp, initial: 1970-01-01T00:00:00Z}
          day: {type: date, initial: 1970-01-01}
        on:
          purchase.made:
            set:
              channel: event.channel.orValue(state.channel)
              count: state.count + 1
              total: state.total + sum(event.lines.map(l, l.amount))
              large: state.large || event.lines.exists(l, l.amount >= decimal("100"))
              at: max(state.at, time)
              day: max(state.day, day(time))
        """);

    DeclaredState state = folded(last, event(1, FRIDAY, purchase(null, "app", line(null, null, "99.90"))),
        event(2, FRIDAY.minusSeconds(86_400), purchase(null, null, line(null, null, "0.1"), line(null, null, "100"))));

    assertThat(((Tabular<DeclaredState>) last).rows(state))
        .containsExactly(List.of("app", 2L, new BigDecimal("200"), true, FRIDAY, LocalDate.parse("2026-03-07")));
    assertThat(last.title()).isEqualTo("The last purchase");
    assertThat(((Tabular<DeclaredState>) last).rows(last.initial())).containsExactly(List.of("none", 0L,
        new BigDecimal("0"), false, Instant.EPOCH, LocalDate.EPOCH));
  }

  @Test
  void the_expressions_of_a_step_see_the_state_before_it_and_an_item_sees_the_one_before() {
    DeclaredProjection swap = Given.projection("""
        projection: swap
        state:
          a: {type: integer, initial: 1}
          b: {type: integer, initial: 2}
          seen: {type: text, initial: ""}
        on:
          signin.made:
            - set: {a: state.b, b: state.a}
            - where: state.a == 2
              set: {seen: "state.seen + 'x'"}
          purchase.made:
            each: event.lines
            where: item.businessLine.hasValue()
            set: {seen: state.seen + item.businessLine.orValue("")}
        """);

    DeclaredState once = folded(swap, event(1, FRIDAY, signin()));
    assertThat(once.fields()).isEqualTo(new TreeMap<>(Map.of("a", "2", "b", "1", "seen", "x")));
    assertThat(folded(swap, event(1, FRIDAY,
        purchase(null, null, line("p", null, "1"), line(null, null, "1"), line("q", null, "1")))).fields())
        .containsEntry("seen", "pq");
  }

  @Test
  void what_is_added_and_taken_away_again_leaves_nothing_behind() {
    DeclaredProjection net = Given.projection("""
        projection: net
        on:
          purchase.made:
            tally:
              by: {channel: event.channel}
              add: {net: "event.site.hasValue() ? sum(event.lines.map(l, l.amount)) : -sum(event.lines.map(l, l.amount))"}
        """);

    assertThat(folded(net, event(1, FRIDAY, purchase("x", "app", line(null, null, "7.10"))),
        event(2, FRIDAY, purchase(null, "app", line(null, null, "7.1"))))).isEqualTo(net.initial());
  }

  @Test
  void an_extension_can_be_counted_and_others_of_its_kind_are_left_alone() {
    DeclaredProjection hydration = Given.projection("""
        projection: hydration
        on:
          x.hydration.logged:
            tally: {by: {day: day(time)}, add: {count: "1"}}
        """);
    Recorded logged = event(1, FRIDAY,
        new ExtensionFact("x.hydration.logged", EventCodec.mapper().createObjectNode()));
    Recorded other = event(2, FRIDAY, new ExtensionFact("x.other", EventCodec.mapper().createObjectNode()));

    assertThat(hydration.cellsOf(folded(hydration, logged, other, logged)))
        .containsExactly(Map.of("day", LocalDate.parse("2026-03-07"), "count", 2L));
  }

  @Test
  void decimals_are_exact_and_equal_by_value() {
    DeclaredProjection exact = Given.projection("""
        projection: exact
        state:
          sum: {type: decimal, initial: 0}
          same: {type: boolean, initial: false}
        on:
          signin.made:
            set:
              sum: state.sum + decimal("0.1") * decimal(3) - decimal("0.20")
              same: decimal("1.50") == decimal("1.5") && decimal("1.5") in [decimal("1.500")]
        """);
    DeclaredState state = exact.initial();
    for (int i = 0; i < 1_000; i++) {
      state = exact.fold(state, event(i + 1, FRIDAY, signin()));
    }
    assertThat(state.fields()).containsEntry("sum", "100").containsEntry("same", "true");
  }

  @Test
  void a_bound_that_is_passed_refuses_the_event_and_says_where() {
    assertRefused("set: {n: \"100 / (state.n - 1)\"}", "definition line 6, column 15: divide by zero");
    assertRefused("set: {n: 9223372036854775807 + state.n}", "numeric overflow");
    assertRefused("set: {d: state.d * state.d * state.d * state.d}", "digits");
    assertRefused("set: {t: state.t + state.t}", "1000 characters");
    assertRefused("set: {n: \"[1,2,3,4,5,6,7,8,9,0].map(a, [1,2,3,4,5,6,7,8,9,0].map(b, [1,2,3,4,5,6,7,8,9,0]"
        + ".map(c, [1,2,3,4,5,6,7,8,9,0].map(d, a)))).size()\"}", "iteration budget exceeded");
    assertRefused("tally: {by: {t: state.t}, add: {n: \"1\"}}", "200 characters");
    assertRefused("set: {n: \"[1][state.n]\"}", "index out of bounds");
  }

  @Test
  void one_customer_has_only_so_many_cells() {
    DeclaredProjection wide = Given.projection("""
        projection: wide
        on:
          purchase.made:
            each: event.lines
            tally: {by: {piece: string(item.amount)}, add: {n: "1"}}
        """);
    DeclaredState state = wide.initial();
    for (int i = 0; i < Limits.CELLS; i++) {
      state = wide.fold(state, event(i + 1, FRIDAY, purchase(null, null, line(null, null, Integer.toString(i)))));
    }
    DeclaredState full = state;
    assertThatThrownBy(() -> wide.fold(full, event(9_999, FRIDAY, purchase(null, null, line(null, null, "99999")))))
        .isInstanceOf(FoldRefused.class).hasMessageContaining("cells");
    assertThat(wide.fold(full, event(9_999, FRIDAY, purchase(null, null, line(null, null, "7"))))).isNotEqualTo(full);
  }

  private static void assertRefused(String rule, String reason) {
    DeclaredProjection bounded = Given.projection("""
        projection: bounded
        state: {n: {type: integer, initial: 1}, d: {type: decimal, initial: 12345678901},
                t: {type: text, initial: "%s"}}
        on:
          signin.made:
            %s
        """.formatted("x".repeat(600), rule));
    assertThatThrownBy(() -> folded(bounded, event(1, FRIDAY, signin()))).isInstanceOf(FoldRefused.class)
        .hasMessageContaining(reason).hasMessageStartingWith("definition line 6, column ");
  }

  private static io.anamnesis.events.engagement.EngagementEvent.SigninMade signin() {
    return new io.anamnesis.events.engagement.EngagementEvent.SigninMade(null);
  }

  private static Tally.Cell cell(String measure, String... dimensions) {
    TreeMap<String, String> by = new TreeMap<>();
    for (int i = 0; i < dimensions.length; i += 2) {
      by.put(dimensions[i], dimensions[i + 1]);
    }
    return new Tally.Cell(measure, by);
  }
}
