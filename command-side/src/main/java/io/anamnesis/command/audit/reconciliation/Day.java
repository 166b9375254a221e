package io.anamnesis.command.audit.reconciliation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a day comes to: the content of its report, member by member in this order. Which positions it is of is told beside it.
 *
 * @param begins the day's first instant
 * @param ends the first that is not of it any more
 * @param unlistedDifferences how many there are beside, of which there are not more listed than a report can hold
 * @param rejected null where the day lies too far back: what was not taken is not kept for so long
 */
record Day(Instant begins, Instant ends, Facts facts, Decisions decisions, @Nullable Rejected rejected, Points points,
    List<Money> money, List<Total> totals, List<Difference> differences,
    long unlistedDifferences) {

  /**
   * What sources told; corrections and withdrawals among it, under types of their own.
   *
   * @param late how many had occurred before the day began
   * @param unlisted how many are in none of the rows, of which there are not more than a report can hold
   */
  record Facts(long count, long late, List<OfSource> bySource, long unlisted) {}

  /**
   * @param first position
   * @param last position
   * @param late how many had occurred before the day began
   * @param oldest when the first of them occurred
   */
  record OfSource(String source, String type, long count, long first, long last, long late, Instant oldest) {}

  /** What nobody told: decisions of persons and policies, by the names of their events. */
  record Decisions(long count, List<OfType> byType, long unlisted) {}

  record OfType(String type, long count) {}

  /**
   * What was sent and not taken, as far as it is kept when the report is made.
   *
   * @param unlisted how many are in none of the rows
   */
  record Rejected(long count, List<OfCode> bySource, long unlisted) {}

  /** @param source null where none could be read */
  record OfCode(@Nullable String source, String code, long count) {}

  /**
   * All points in lots, pending and reserved ones included. {@code opening} + {@code credited} − {@code debited} =
   * {@code closing}.
   *
   * @param reserved what of them is set aside for redemptions
   * @param arrears what customers owe
   */
  record Points(long opening, long credited, long debited, long closing, List<Movement> movements, Side reserved,
      Side arrears) {
    static final Points NONE = new Points(0, 0, 0, 0, List.of(), Side.NONE, Side.NONE);
  }

  /** @param points given above zero, taken below */
  record Movement(String kind, @Nullable String reason, long count, long points) {}

  /** {@code opening} + {@code in} − {@code out} = {@code closing}. */
  record Side(long opening, long in, long out, long closing) {
    static final Side NONE = new Side(0, 0, 0, 0);
  }

  /**
   * Money of one kind in one currency, as sources told it by the end of the day. {@code opening} + {@code told} +
   * {@code corrected} + {@code withdrawn} = {@code closing}. Amounts are decimal texts.
   *
   * @param kind {@code purchases}, {@code refunds} or {@code costs}
   * @param count how many facts told of it on the day
   * @param corrected by what corrections made it more, or below zero less, whenever the fact was told
   * @param withdrawn by what withdrawals made it less: zero or below
   */
  record Money(String currency, String kind, long count, String opening, String told, String corrected,
      String withdrawn, String closing) {}

  /**
   * The day in one currency.
   *
   * @param in by what purchases grew
   * @param out by what refunds and costs grew
   * @param net {@code in} − {@code out}
   */
  record Total(String currency, String in, String out, String net) {}

  /**
   * Where the log contradicts itself.
   *
   * @param kind {@code sum}: an event's points are not those of its lots; {@code unreadable}: it cannot be read, and what it moves
   *     is not in the report; {@code negative}: less than nothing is left, of what {@code found} tells
   * @param position of the event; of the day's end for {@code negative}
   */
  record Difference(String kind, long position, @Nullable String expected, @Nullable String found) {}
}
