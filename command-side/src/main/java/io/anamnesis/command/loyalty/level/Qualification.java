package io.anamnesis.command.loyalty.level;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Points that count for a level on the way through a life. What a refund takes counts no longer from then on, at the award.
 */
public final class Qualification {
  private final List<Counted> awards = new ArrayList<>();
  /** Awards from this number on are summed up. */
  private int first;
  private long sum;

  /** An award that counts. */
  public static final class Counted {
    private final int number;
    private final Instant at;
    private long points;

    private Counted(int number, Instant at, long points) {
      this.number = number;
      this.at = at;
      this.points = points;
    }

    int number() {
      return number;
    }

    long points() {
      return points;
    }
  }

  /** Of all awards so far those that occurred after an instant. */
  long after(Instant instant) {
    long all = sum;
    int number = first;
    while (number < awards.size() && !awards.get(number).at.isAfter(instant)) {
      all -= awards.get(number++).points;
    }
    while (number > 0 && awards.get(number - 1).at.isAfter(instant)) {
      all += awards.get(--number).points;
    }
    return all;
  }

  /** Number of the first award that occurred after an instant. */
  int firstAfter(Instant instant) {
    int number = first;
    while (number < awards.size() && !awards.get(number).at.isAfter(instant)) {
      number++;
    }
    while (number > 0 && awards.get(number - 1).at.isAfter(instant)) {
      number--;
    }
    return number;
  }

  /** How many there are so far. */
  int size() {
    return awards.size();
  }

  /**
   * Takes the next award; it is not before any so far.
   *
   * @param after awards that occurred then or before are of little use from now on
   */
  Counted take(Instant at, long points, Instant after) {
    while (first < awards.size() && !awards.get(first).at.isAfter(after)) {
      sum -= awards.get(first++).points;
    }
    Counted counted = new Counted(awards.size(), at, points);
    awards.add(counted);
    sum += points;
    return counted;
  }

  /** An award is worth so much now. */
  void count(Counted award, long points) {
    if (award.number >= first) {
      sum += points - award.points;
    }
    award.points = points;
  }
}
