package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is in the log, held against what the facts in it are worth.
 *
 * @param position the log was read up to here
 * @param decidedUpTo facts up to this position were judged, later ones not
 * @param customers accounts that were judged
 * @param postings events that moved points, on those accounts
 * @param differing how many differences there are
 * @param kinds how many of each kind; those of none left out
 * @param differences the first thousand, by position
 */
public record RederivationOutcome(long position, long decidedUpTo, long customers, long postings, long differing,
    Map<Kind, Long> kinds, List<Difference> differences, Undecided undecided, Unreadable unreadable) {

  /**
   * Facts that were not decided on when the log was read.
   *
   * @param facts how many
   * @param customers accounts that could not be judged for that: these differ, and it may be why
   * @param items the first thousand facts, by position
   */
  public record Undecided(long facts, long customers, List<Item> items) {}

  public record Item(String customer, long position) {}

  /**
   * Accounts with an event that cannot be read: not judged.
   *
   * @param items numbers of the first thousand
   */
  public record Unreadable(long customers, List<String> items) {}

  /** Numbers of the customers whom it names. */
  List<String> named() {
    return Stream.of(differences.stream().map(Difference::customer), undecided.items().stream().map(Item::customer),
        unreadable.items().stream()).flatMap(numbers -> numbers).distinct().toList();
  }
}
