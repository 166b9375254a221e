package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.command.audit.reconciliation.Day.Total;
import io.anamnesis.command.audit.reconciliation.Told.Kind;
import io.anamnesis.events.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Money by currency and kind, over a day. */
final class MoneyBook {
  /** Currencies are few, and a currency has at most three kinds. */
  private final SortedMap<String, SortedMap<Kind, Line>> lines = new TreeMap<>();

  /** @param before how the day before ended */
  MoneyBook(List<Day.Money> before) {
    before.forEach(line -> line(line.currency(), Kind.valueOf(line.kind().toUpperCase(Locale.ROOT))).opening =
        new BigDecimal(line.closing()));
  }

  private static final class Line {
    private BigDecimal opening = BigDecimal.ZERO;
    private long count;
    private BigDecimal told = BigDecimal.ZERO;
    private BigDecimal corrected = BigDecimal.ZERO;
    private BigDecimal withdrawn = BigDecimal.ZERO;

    private BigDecimal change() {
      return told.add(corrected).add(withdrawn);
    }

    private Day.Money as(String currency, Kind kind) {
      return new Day.Money(currency, kind.name().toLowerCase(Locale.ROOT), count, Money.text(opening),
          Money.text(told), Money.text(corrected), Money.text(withdrawn), Money.text(opening.add(change())));
    }
  }

  private Line line(Told told) {
    return line(told.currency(), told.kind());
  }

  private Line line(String currency, Kind kind) {
    return lines.computeIfAbsent(currency, first -> new TreeMap<>()).computeIfAbsent(kind, first -> new Line());
  }

  void add(Told told) {
    Line line = line(told);
    line.count++;
    line.told = line.told.add(told.amount());
  }

  /**
   * @param before what the fact said until now; null where it was withdrawn
   * @param now what it says from now on
   */
  void correct(@Nullable Told before, Told now) {
    if (before != null) {
      line(before).corrected = line(before).corrected.subtract(before.amount());
    }
    line(now).corrected = line(now).corrected.add(now.amount());
  }

  void withdraw(Told before) {
    line(before).withdrawn = line(before).withdrawn.subtract(before.amount());
  }

  List<Day.Money> closed() {
    List<Day.Money> closed = new ArrayList<>();
    lines.forEach((currency, kinds) -> kinds.forEach((kind, line) -> closed.add(line.as(currency, kind))));
    return closed;
  }

  List<Total> totals() {
    List<Total> totals = new ArrayList<>();
    lines.forEach((currency, kinds) -> {
      BigDecimal in = change(kinds, Kind.PURCHASES);
      BigDecimal out = change(kinds, Kind.REFUNDS).add(change(kinds, Kind.COSTS));
      totals.add(new Total(currency, Money.text(in), Money.text(out), Money.text(in.subtract(out))));
    });
    return totals;
  }

  private static BigDecimal change(SortedMap<Kind, Line> kinds, Kind kind) {
    Line line = kinds.get(kind);
    return line == null ? BigDecimal.ZERO : line.change();
  }
}
