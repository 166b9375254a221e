package io.anamnesis.projections.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.projections.declared.InvalidDefinition.Complaint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is posted either declares a projection or is refused with places that are in the text; it never breaks anything. */
class InvalidDefinitionProperties {
  private static final String GOOD = """
      projection: spend-by-weekday
      title: Spend
      state:
        total: {type: decimal, initial: "0.00"}
        last: {type: date, initial: 2026-01-01}
      on:
        purchase.made:
          - each: event.lines
            where: item.amount > decimal("1.50") && event.channel.orValue("") != "app"
            tally:
              by:
                businessLine: item.businessLine
                weekday: weekday(time, event.site)
              add:
                spend: item.amount * item.quantity.orValue(decimal(1))
                lines: "1"
          - set:
              total: state.total + sum(event.lines.map(l, l.amount))
              last: max(state.last, day(time, event.site))
        loyalty.points-earned:
          where: >-
            event.parts.exists(p, p.currency.hasValue()
              && p.points > 10)
          tally: {add: {points: event.points}}
      """;
  private static final List<String> WORDS = List.of("item", "event", "state", "time", ".", "(", ")", "[", "]", "{", "}",
      "\"", "'", "|", ">", "&", "*", "!", "%", "@", "`", ":", "- ", "\n", "  ", "\t", "#", "null", "1.5", "-1", "true",
      "orValue", "decimal", "amount", "name", "?", "||", "==", "+", "0x", "\\", "\u0000", "\uFEFF", "😀", "字", "each",
      "where", "tally", "by", "add", "set", "on", "9223372036854775808", "b'a'", "has(", ".map(x, ", "optional.none()");

  @Property(tries = 2_000)
  void a_definition_with_changes_is_taken_or_refused_at_places_within_it(@ForAll Random random) {
    StringBuilder text = new StringBuilder(GOOD);
    for (int change = 0; change <= random.nextInt(4); change++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + (random.nextBoolean() ? 0 : random.nextInt(12)));
      text.replace(at, to, random.nextBoolean() ? WORDS.get(random.nextInt(WORDS.size())) : "");
    }
    judge(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void an_expression_of_any_words_is_taken_or_refused_at_places_within_it(@ForAll Random random) {
    StringBuilder expression = new StringBuilder();
    for (int word = 0; word < 1 + random.nextInt(12); word++) {
      expression.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    judge(GOOD.replace("event.points", expression).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 300)
  void any_bytes_are_taken_or_refused(@ForAll byte[] posted) {
    judge(posted);
  }

  private static void judge(byte[] posted) {
    try {
      DefinitionText text = DefinitionText.of(posted);
      DeclaredProjection projection = Given.COMPILER.compile(text, 1);
      assertThat(projection.definition().hash()).hasSize(64);
    } catch (InvalidDefinition invalid) {
      assertThat(invalid.complaints()).isNotEmpty();
      String[] lines = new DefinitionText(new String(posted, StandardCharsets.UTF_8)).text().split("\n", -1);
      for (Complaint complaint : invalid.complaints()) {
        assertThat(complaint.place().line()).as(complaint.toString()).isBetween(1, lines.length);
        // One beyond the last character is where something is missing.
        assertThat(complaint.place().column()).as(complaint.toString()).isBetween(1,
            (int) lines[complaint.place().line() - 1].codePoints().count() + 1);
      }
    }
  }
}
