package io.anamnesis.projections;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.Generation.State;
import io.anamnesis.projections.GenerationRows.Row;
import io.anamnesis.projections.Holding.Retried;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one generation's rows with the log, a page at a time: rows, lines, figures, lookups, parked keys and the tokens
 * change in one transaction, or nothing does. A page is read and folded once for all segments at the same position. For
 * one thread.
 */
final class GenerationFeed<S> {
  private static final int CACHED_CHARACTERS = 16_000_000;

  private final LogTail log;
  private final ViewsDatabase database;
  private final Generations generations;
  private final Folding<S> folding;
  private final Generation generation;
  private final GenerationRows rows;
  private final Holding holding;
  private final Refold<S> refold;
  private final RetriedKey<S> retriedKey;
  private final Cache<String, Cached<S>> states = Caffeine.newBuilder().maximumWeight(CACHED_CHARACTERS)
      .weigher((String subject, Cached<S> cached) -> cached.characters() + 100).executor(Runnable::run).build();
  private State state;

  /** What the rows hold of a subject, as long as nobody else moves its token. */
  private record Cached<S>(Held<S> held, int characters) {}

  /** Of all segments, shared with nobody. */
  GenerationFeed(LogTail log, ViewsDatabase database, Folding<S> folding, Generation generation) {
    this(log, database, folding, generation, Holder.ofAll(database, Segments.of(generation)));
  }

  GenerationFeed(LogTail log, ViewsDatabase database, Folding<S> folding, Generation generation, Holder holder) {
    this.log = log;
    this.database = database;
    this.generations = new Generations(database);
    this.folding = folding;
    this.generation = generation;
    this.state = generation.state();
    this.rows = new GenerationRows(generation.tables());
    this.holding = new Holding(database, generation.work(), holder);
    this.refold = new Refold<>(log, folding);
    this.retriedKey = new RetriedKey<>(log, database, folding, generation);
  }

  Generation generation() {
    return generation;
  }

  /** The segments fed from here, with their tokens as last read or moved. */
  Share share() {
    return holding.share();
  }

  /** Whether the rows were built and all processes share in them, as last read. */
  boolean isKeptLevel() {
    return state.isKeptLevel();
  }

  Set<String> parked() {
    return Set.copyOf(holding.parked());
  }

  /**
   * Finds out which segments to feed, unless what is known of them still holds.
   *
   * @return whether it had to be found out
   * @throws GenerationRetired if the rows are not to be written any more
   */
  boolean ensureKnown() {
    if (!holding.isDue()) {
      return false;
    }
    if (holding.renew()) {
      states.invalidateAll();
    }
    // After the tokens: a retirement takes these away, so one that comes later makes the next compare-and-set fail.
    state = generations.find(generation.name(), generation.number()).map(Generation::state)
        .filter(found -> found != State.RETIRED).orElseThrow(GenerationRetired::new);
    folding.skipped().refresh(log);
    return true;
  }

  /**
   * Folds the next page of the segments that are furthest behind.
   *
   * @param upTo the last position to go to
   * @param limit the most events to pass
   * @return events passed; none at the end of the log, or without a segment, and often fewer than {@code limit} before it
   * @throws TokenMoved if another process was faster; nothing was written
   * @throws GenerationRetired if the rows are not to be written any more
   */
  int step(long upTo, int limit) {
    ensureKnown();
    Share rear = holding.rear();
    int wanted = rear.isEmpty() ? 0 : (int) Math.min(holding.limit(limit), upTo - rear.position());
    List<LoggedEvent> page = wanted <= 0 ? List.of() : log.read(rear.position(), wanted);
    if (!page.isEmpty()) {
      apply(rear, page);
      heedRemedies(page);
    }
    return page.size();
  }

  /** The tokens are about to be moved by other means than a step: they are to be read anew. */
  void doubt() {
    holding.doubt();
  }

  /** Folds a parked key anew, whoever feeds its segment; it stays parked if an event fails again. */
  boolean retry(String key) {
    ensureKnown();
    holding.doubt();
    Retried done = retriedKey.retry(key);
    holding.retried(key, done);
    states.invalidate(key);
    return done.mended();
  }

  private void apply(Share rear, List<LoggedEvent> page) {
    Predicate<String> mine = rear.keys();
    Set<String> parked = holding.parked();
    Map<String, List<LoggedEvent>> bySubject = new LinkedHashMap<>();
    Set<String> renewed = new HashSet<>();
    for (LoggedEvent event : page) {
      String subject = event.subject();
      boolean renews = folding.renews(event);
      if (subject != null && (renews || folding.concerns(event)) && mine.test(subject) && !parked.contains(subject)) {
        bySubject.computeIfAbsent(subject, first -> new ArrayList<>()).add(event);
        if (renews) {
          renewed.add(subject);
        }
      }
    }
    long last = page.getLast().position();
    Map<String, Held<S>> cached = HashMap.newHashMap(bySubject.size());
    states.getAllPresent(bySubject.keySet()).forEach((subject, known) -> cached.put(subject, known.held()));
    Map<String, Row> stored = load(bySubject.keySet(), cached.keySet());
    List<SubjectChange<S>> changes = new ArrayList<>(bySubject.size());
    List<Parked> poisoned = new ArrayList<>();
    bySubject.forEach((subject, events) -> {
      SubjectOutcome<S> outcome = renewed.contains(subject)
          ? foldAnew(subject, last, cached.get(subject), stored.get(subject))
          : fold(subject, events, cached.get(subject), stored.get(subject));
      outcome.change().ifPresent(changes::add);
      outcome.parked().ifPresent(poisoned::add);
    });
    holding.advance(rear, last, poisoned, connection -> rows.write(connection, changes));
    changes.forEach(
        change -> states.put(change.subject(), new Cached<>(change.after(), change.json().length())));
  }

  /**
   * A key that is parked at an event which was given up or corrected meanwhile is folded anew at once, in whatever
   * generation.
   */
  private void heedRemedies(List<LoggedEvent> page) {
    for (LoggedEvent event : page) {
      String subject = event.subject();
      if (subject != null && holding.parked().contains(subject)
          && (folding.skipped().isTold(event) || folding.restates(event))) {
        retry(subject);
      }
    }
  }

  private Map<String, Row> load(Set<String> subjects, Set<String> except) {
    List<String> missing = subjects.stream().filter(subject -> !except.contains(subject)).toList();
    return missing.isEmpty() ? Map.of() : database.read(connection -> rows.load(connection, missing));
  }

  private SubjectOutcome<S> foldAnew(String subject, long upTo, @Nullable Held<S> cached, @Nullable Row stored) {
    return cached != null ? refold.outcome(subject, upTo, cached) : refold.outcome(subject, upTo, stored);
  }

  private SubjectOutcome<S> fold(String subject, List<LoggedEvent> events, @Nullable Held<S> cached,
      @Nullable Row stored) {
    Held<S> start;
    try {
      start = cached != null ? cached : folding.held(stored);
    } catch (RuntimeException unreadable) {
      return SubjectOutcome.poisoned(Poison.park(subject, events.getFirst().position(), unreadable));
    }
    SubjectFold<S> fold = new SubjectFold<>(folding, subject, start);
    fold.feed(events);
    return fold.outcome(start);
  }
}
