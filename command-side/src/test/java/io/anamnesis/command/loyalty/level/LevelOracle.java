package io.anamnesis.command.loyalty.level;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a level, read naively from the written rules of the default programme: time goes by midnight after
 * midnight, and at each one, and wherever something ends, everything is looked at. Without any of the product's code.
 */
public final class LevelOracle {
  public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final long[] THRESHOLDS = {0, 1_000, 5_000, 20_000, 50_000};

  private final Worth worth;
  private final Map<String, Instant> filedFirst = new HashMap<>();
  private final Set<String> complaints = new HashSet<>();
  private final Set<String> stays = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private @Nullable Instant now;
  private int level = 1;
  private @Nullable Instant validUntil;
  private @Nullable Instant graceUntil;
  private @Nullable Instant fallsAt;
  private Set<Integer> basis = Set.of();

  /** What awards so far are worth now, by their number. */
  public interface Worth {
    Set<Integer> after(Instant instant);

    long of(Set<Integer> awards);
  }

  record Change(Instant at, int level) {}

  /** As it stands. */
  public record State(int level, @Nullable Instant validUntil, @Nullable Instant graceUntil,
      @Nullable Instant fallsAt) {}

  public LevelOracle(Worth worth) {
    this.worth = worth;
  }

  public State state() {
    return new State(level, validUntil, graceUntil, fallsAt);
  }

  public int level() {
    return level;
  }

  /** The level held at an instant that was passed. */
  public int levelAt(Instant instant) {
    int held = 1;
    for (Change change : changes) {
      held = change.at.isAfter(instant) ? held : change.level;
    }
    return held;
  }

  /** Time passes up to an instant. */
  public void lapse(Instant to) {
    Instant from = now == null ? to : now;
    TreeSet<Instant> instants = new TreeSet<>();
    for (LocalDate day = from.atZone(SHANGHAI).toLocalDate(); !midnight(day).isAfter(to); day = day.plusDays(1)) {
      instants.add(midnight(day));
    }
    filedFirst.values().forEach(filed -> instants.add(ninetyDaysAfter(filed)));
    instants.add(to);
    instants.removeIf(instant -> instant.isBefore(from) || instant.isAfter(to));
    instants.forEach(this::look);
    now = to;
  }

  private void look(Instant at) {
    boolean frozen = !stays.isEmpty()
        || complaints.stream().anyMatch(one -> ninetyDaysAfter(filedFirst.get(one)).isAfter(at));
    if (has(fallsAt, at) && !frozen) {
      int justified = justified(worth.of(worth.after(twelveMonthsBefore(at))));
      fallsAt = null;
      if (justified >= level) {
        basis = worth.after(twelveMonthsBefore(at));
      } else {
        hold(justified, at, worth.after(twelveMonthsBefore(at)));
      }
      look(at);
    } else if (has(graceUntil, at) && !frozen) {
      hold(level - 1, at, Set.of());
      look(at);
    } else if (graceUntil == null && has(validUntil, at)) {
      Set<Integer> counting = worth.after(twelveMonthsBefore(at));
      if (worth.of(counting) >= THRESHOLDS[level - 1]) {
        YearMonth last = YearMonth.from(validUntil.atZone(SHANGHAI)).minusMonths(1).plusMonths(12);
        validUntil = midnight(last.plusMonths(1).atDay(1));
        fallsAtIsOfThePast();
        basis = counting;
      } else {
        graceUntil = midnight(validUntil.atZone(SHANGHAI).toLocalDate().plusDays(60));
      }
      look(at);
    }
  }

  /** What was to fall was judged, and found earned. */
  private void fallsAtIsOfThePast() {
    fallsAt = null;
  }

  private static boolean has(@Nullable Instant due, Instant at) {
    return due != null && !due.isAfter(at);
  }

  private void hold(int held, Instant at, Set<Integer> on) {
    level = held;
    graceUntil = null;
    fallsAt = null;
    validUntil = held == 1 ? null : endOfValidity(at);
    basis = held == 1 ? Set.of() : on;
    changes.add(new Change(at, held));
  }

  /** An award was given, and counts. */
  public void awarded(Instant at) {
    Set<Integer> counting = worth.after(twelveMonthsBefore(at));
    int justified = justified(worth.of(counting));
    if (justified > level || (graceUntil != null && justified == level)) {
      hold(justified, at, counting);
    }
  }

  /** An award is worth less. */
  public void refunded(Instant at, int award) {
    if (basis.contains(award) && fallsAt == null && worth.of(basis) < THRESHOLDS[level - 1]) {
      fallsAt = midnight(YearMonth.from(at.atZone(SHANGHAI)).plusMonths(1).atDay(1));
    }
  }

  public void admitted(String stay) {
    stays.add(stay);
  }

  public void discharged(Instant at, String stay) {
    stays.remove(stay);
    look(at);
  }

  public void filed(Instant at, String complaint) {
    filedFirst.putIfAbsent(complaint, at);
    complaints.add(complaint);
  }

  public void resolved(Instant at, String complaint) {
    complaints.remove(complaint);
    look(at);
  }

  private static int justified(long points) {
    int justified = 1;
    for (int candidate = 1; candidate <= THRESHOLDS.length; candidate++) {
      justified = points >= THRESHOLDS[candidate - 1] ? candidate : justified;
    }
    return justified;
  }

  private static Instant endOfValidity(Instant at) {
    return midnight(YearMonth.from(at.atZone(SHANGHAI).toLocalDate().plusMonths(12)).plusMonths(1).atDay(1));
  }

  private static Instant twelveMonthsBefore(Instant at) {
    return at.atZone(SHANGHAI).minusMonths(12).toInstant();
  }

  private static Instant ninetyDaysAfter(Instant at) {
    return at.atZone(SHANGHAI).plusDays(90).toInstant();
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(SHANGHAI).toInstant();
  }
}
