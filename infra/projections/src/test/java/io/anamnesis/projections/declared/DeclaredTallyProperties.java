package io.anamnesis.projections.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.projections.ProjectionContract;
import io.anamnesis.projections.Tally;
import io.anamnesis.projections.Tally.Cell;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random definitions on random lives, against sums made by hand. */
class DeclaredTallyProperties {

  /** A piece of CEL with what it should say of a line of a purchase; null for nothing. */
  private record Piece<T>(String name, String cel, BiFunction<Recorded, Line, T> by) {}

  private static final List<Piece<String>> DIMENSIONS = List.of(
      new Piece<>("businessLine", "item.businessLine", (at, line) -> businessLine(line)),
      new Piece<>("certain", "item.businessLine.orValue(\"none\")",
          (at, line) -> businessLine(line) == null ? "none" : businessLine(line)),
      new Piece<>("currency", "event.currency", (at, line) -> "CNY"),
      new Piece<>("weekday", "weekday(time, event.site)",
          (at, line) -> Integer.toString(local(at).getDayOfWeek().getValue())),
      new Piece<>("month", "month(time, event.site)", (at, line) -> YearMonth.from(local(at)).toString()),
      new Piece<>("day", "day(time, event.site)", (at, line) -> local(at).toLocalDate().toString()),
      new Piece<>("hour", "hour(time, event.site)", (at, line) -> Integer.toString(local(at).getHour())),
      new Piece<>("large", "item.amount >= decimal(\"50.0\")",
          (at, line) -> Boolean.toString(line.amount().value().compareTo(new BigDecimal(50)) >= 0)),
      new Piece<>("manyLines", "size(event.lines) > 2",
          (at, line) -> Boolean.toString(purchase(at).lines().size() > 2)));

  private static final List<Piece<BigDecimal>> MEASURES = List.of(
      new Piece<>("spend", "item.amount", (at, line) -> line.amount().value()),
      new Piece<>("lines", "1", (at, line) -> BigDecimal.ONE),
      new Piece<>("pieces", "item.quantity.orValue(decimal(1))", (at, line) -> quantity(line)),
      new Piece<>("odd", "item.amount * item.quantity.orValue(decimal(1)) - decimal(\"17.25\")",
          (at, line) -> line.amount().value().multiply(quantity(line)).subtract(new BigDecimal("17.25"))),
      new Piece<>("balance", "event.site.hasValue() ? 1 : -1",
          (at, line) -> BigDecimal.valueOf(purchase(at).site() == null ? -1 : 1)));

  private record Filter(String cel, BiPredicate<Recorded, Line> holds) {}

  private static final List<Filter> FILTERS = List.of(new Filter("true", (at, line) -> true),
      new Filter("item.amount > decimal(\"20\")",
          (at, line) -> line.amount().value().compareTo(new BigDecimal(20)) > 0),
      new Filter("event.channel.orValue(\"\") in [\"app\", \"wecom\"]",
          (at, line) -> purchase(at).channel() != null && !purchase(at).channel().value().equals("counter")),
      new Filter("event.lines.all(l, l.amount < decimal(90))",
          (at, line) -> purchase(at).lines().stream()
              .allMatch(l -> l.amount().value().compareTo(new BigDecimal(90)) < 0)));

  @Property(tries = 300)
  void a_declared_tally_equals_sums_made_by_hand(@ForAll Random random) {
    List<Piece<String>> by = some(DIMENSIONS, random, 0);
    List<Piece<BigDecimal>> add = some(MEASURES, random, 1);
    Filter filter = FILTERS.get(random.nextInt(FILTERS.size()));
    DeclaredProjection tally = Given.projection(yaml(by, add, filter));
    List<Recorded> life = life(random);

    DeclaredState state = Given.folded(tally, life.toArray(Recorded[]::new));

    assertThat(((Tally<DeclaredState>) tally).contribution(state)).isEqualTo(byHand(by, add, filter, life));
    // The same in any order, through JSON after every event, and again.
    ProjectionContract.holds(tally, life);
  }

  private static Map<Cell, BigDecimal> byHand(List<Piece<String>> by, List<Piece<BigDecimal>> add, Filter filter,
      List<Recorded> life) {
    Map<Cell, BigDecimal> sums = new HashMap<>();
    for (Recorded event : life) {
      for (Line line : purchase(event).lines()) {
        if (filter.holds.test(event, line)) {
          TreeMap<String, String> dimensions = new TreeMap<>();
          for (Piece<String> dimension : by) {
            String value = dimension.by.apply(event, line);
            if (value != null) {
              dimensions.put(dimension.name, value);
            }
          }
          add.forEach(measure -> sums.merge(new Cell(measure.name, dimensions), measure.by.apply(event, line),
              BigDecimal::add));
        }
      }
    }
    sums.values().removeIf(sum -> sum.signum() == 0);
    sums.replaceAll((cell, sum) -> sum.stripTrailingZeros().scale() < 0
        ? sum.setScale(0)
        : sum.stripTrailingZeros());
    return sums;
  }

  private static String yaml(List<Piece<String>> by, List<Piece<BigDecimal>> add, Filter filter) {
    StringBuilder yaml = new StringBuilder("""
        projection: random
        on:
          purchase.made:
            each: event.lines
            where: %s
            tally:
              by:
            """.formatted(filter.cel));
    yaml.setLength(yaml.length() - 1);
    yaml.append(by.isEmpty() ? " {}\n" : "\n");
    by.forEach(one -> yaml.append("        ").append(one.name).append(": ").append(one.cel).append('\n'));
    yaml.append("      add:\n");
    add.forEach(one -> yaml.append("        ").append(one.name).append(": \"")
        .append(one.cel.replace("\"", "\\\"")).append("\"\n"));
    return yaml.toString();
  }

  private static List<Recorded> life(Random random) {
    return IntStream.range(0, random.nextInt(12)).mapToObj(i -> Given.event(i + 1,
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(86_400 * 60)), anyPurchase(random))).toList();
  }

  private static PurchaseMade anyPurchase(Random random) {
    return Given.purchase(any(random, null, "berlin", "honolulu", "elsewhere"),
        any(random, null, "app", "wecom", "counter"),
        IntStream.range(0, 1 + random.nextInt(4))
            .mapToObj(i -> Given.line(any(random, null, "spa", "clinic"), any(random, null, "0", "2", "1.5"),
                random.nextInt(100) + any(random, "", ".5", ".50", ".0001")))
            .toArray(Line[]::new));
  }

  private static String any(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static <T> List<T> some(List<T> of, Random random, int least) {
    List<T> shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, random);
    return Stream.concat(shuffled.stream().limit(least), shuffled.stream().skip(least).limit(random.nextInt(3)))
        .toList();
  }

  private static PurchaseMade purchase(Recorded event) {
    return (PurchaseMade) event.event();
  }

  private static ZonedDateTime local(Recorded event) {
    ZoneId zone = purchase(event).site() == null
        ? Given.STANDARD_ZONE
        : Given.ZONES.getOrDefault(purchase(event).site().value(), Given.STANDARD_ZONE);
    return event.occurredAt().atZone(zone);
  }

  private static String businessLine(Line line) {
    return line.businessLine() == null ? null : line.businessLine().value();
  }

  private static BigDecimal quantity(Line line) {
    return line.quantity() == null ? BigDecimal.ONE : line.quantity();
  }
}
