package io.anamnesis.projections;

import io.anamnesis.projections.ViewsDatabase.Patience;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * The segments of a work that are folded here, as far as is known: their tokens and which of their keys are parked. Good
 * as long as nobody else moves the tokens; the next commit tells. For one thread.
 */
final class Holding {
  private final ViewsDatabase database;
  private final Segments segments;
  private final ParkedKeys parkedKeys;
  private final Holder holder;
  private final Set<String> parked = new HashSet<>();
  private Share share = new Share(0, List.of());
  private boolean known;

  Holding(ViewsDatabase database, Work work, Holder holder) {
    this.database = database;
    this.segments = new Segments(work);
    this.parkedKeys = new ParkedKeys(work);
    this.holder = holder;
  }

  boolean isDue() {
    return !known || holder.isDue();
  }

  /** @return whether it is another one now: nothing that was derived from what was known before still holds */
  boolean renew() {
    Share present = holder.settle();
    if (known && present.equals(share)) {
      return false;
    }
    known = false;
    // Tokens first: parked keys that are newer than them only make the next compare-and-set fail.
    List<String> keys = database.read(parkedKeys::load);
    share = present;
    parked.clear();
    keys.stream().filter(share.keys()).forEach(parked::add);
    known = true;
    return true;
  }

  Share share() {
    return share;
  }

  /** The segments furthest behind: they go on alone until they are level with the next. */
  Share rear() {
    long position = share.position();
    return share.only(token -> token.position() == position);
  }

  /** How many events the rear may pass at once: as far as the segments ahead of it. */
  int limit(int wanted) {
    SortedSet<Long> levels = share.levels();
    if (levels.size() > 1) {
      levels.removeFirst();
      return (int) Math.min(wanted, levels.first() - share.position());
    }
    return wanted;
  }

  Set<String> parked() {
    return parked;
  }

  /**
   * Moves the tokens of some segments, together with what their events bring about and the keys that they park.
   *
   * @throws TokenMoved if another process was faster; nothing was written
   */
  void advance(Share from, long to, Collection<Parked> newlyParked, ViewsDatabase.Effect effect) {
    // Until the commit has answered, what is in memory may be behind what is in the database.
    known = false;
    database.change(Patience.BRIEF, connection -> {
      segments.move(connection, from, to);
      effect.with(connection);
      parkedKeys.park(connection, newlyParked);
    });
    share = share.with(from.at(to).tokens());
    newlyParked.forEach(key -> parked.add(key.key()));
    known = true;
  }

  /** What the retry of a parked key did to the token of its segment, whoever holds that. */
  record Retried(Token before, Token after, boolean mended) {}

  /** Until told otherwise, what is known does not hold any more. */
  void doubt() {
    known = false;
  }

  /** After {@link #doubt()}: all holds but what a retry has changed. */
  void retried(String key, Retried done) {
    if (share.tokens().contains(done.before())) {
      share = share.with(List.of(done.after()));
    }
    if (done.mended()) {
      parked.remove(key);
    }
    known = share.tokens().stream()
        .noneMatch(token -> token.segment() == done.after().segment() && !token.equals(done.after()));
  }
}
