package io.anamnesis.projections;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.Generation.State;
import io.anamnesis.projections.GenerationRows.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one generation's rows with the log, a page at a time: rows, lines, figures, lookups, parked keys and the token
 * change in one transaction, or nothing does. For one thread.
 */
final class GenerationFeed<S> {
  /** A swap or a comparison may hold the token for long: better to come again than to keep a connection waiting. */
  private static final String WAIT_BRIEFLY = """
      set local lock_timeout = '1s'""";

  private static final int CACHED_CHARACTERS = 16_000_000;
  private static final int SUBJECT_PAGE = 1_000;

  private final LogTail log;
  private final ViewsDatabase database;
  private final Generations generations;
  private final Folding<S> folding;
  private final Generation generation;
  private final GenerationRows rows;
  private final ParkedKeys parkedKeys;
  private final Set<String> parked = new HashSet<>();
  private final Cache<String, Cached<S>> states = Caffeine.newBuilder().maximumWeight(CACHED_CHARACTERS)
      .weigher((String subject, Cached<S> cached) -> cached.characters() + 100).executor(Runnable::run).build();
  private Token token = new Token(0, 0);
  private boolean known;

  /** What the rows hold of a subject, as long as nobody else moves the token. */
  private record Cached<S>(Held<S> held, int characters) {}

  GenerationFeed(LogTail log, ViewsDatabase database, Folding<S> folding, Generation generation) {
    this.log = log;
    this.database = database;
    this.generations = new Generations(database);
    this.folding = folding;
    this.generation = generation;
    this.rows = new GenerationRows(generation.tables());
    this.parkedKeys = ParkedKeys.of(generation);
  }

  Generation generation() {
    return generation;
  }

  /** The last position of the log at this moment. */
  long head() {
    return log.head();
  }

  /** The token as last read or moved. */
  Token token() {
    return token;
  }

  List<String> parked() {
    return List.copyOf(parked);
  }

  /**
   * Reads token and parked keys, unless what is known of them still holds.
   *
   * @throws GenerationRetired if the rows are not to be written any more
   */
  void ensureKnown() {
    if (known) {
      return;
    }
    Generation present = generations.find(generation.name(), generation.number())
        .filter(found -> found.state() != State.RETIRED).orElseThrow(GenerationRetired::new);
    // Token first: parked keys that are newer than it only make the next compare-and-set fail.
    List<String> keys = database.read(parkedKeys::load);
    token = present.token();
    parked.clear();
    parked.addAll(keys);
    states.invalidateAll();
    known = true;
  }

  /**
   * Folds the next page.
   *
   * @param upTo the last position to go to
   * @return events passed; none at the end of the log, and often fewer than {@code limit} before it
   * @throws TokenMoved if another process was faster; nothing was written
   * @throws GenerationRetired if the rows are not to be written any more
   */
  int step(long upTo, int limit) {
    ensureKnown();
    int wanted = (int) Math.min(limit, upTo - token.position());
    List<LoggedEvent> page = wanted <= 0 ? List.of() : log.read(token.position(), wanted);
    if (!page.isEmpty()) {
      apply(page);
    }
    return page.size();
  }

  /** Folds a parked key anew from the log, up to the token; it stays parked if an event fails again. */
  boolean retry(String key) {
    ensureKnown();
    if (!parked.contains(key)) {
      return true;
    }
    SubjectOutcome<S> outcome = refold(key);
    Token next = token.nextEpoch();
    commit(next, connection -> {
      if (outcome.parked().isEmpty()) {
        parkedKeys.unpark(connection, key);
      } else {
        parkedKeys.park(connection, outcome.parked().stream().toList());
      }
      if (outcome.parked().isEmpty() && outcome.change().isPresent()) {
        rows.rewrite(connection, outcome.change().get());
      }
    });
    token = next;
    states.invalidate(key);
    if (outcome.parked().isEmpty()) {
      parked.remove(key);
    }
    return outcome.parked().isEmpty();
  }

  private void apply(List<LoggedEvent> page) {
    Map<String, List<LoggedEvent>> bySubject = new LinkedHashMap<>();
    for (LoggedEvent event : page) {
      String subject = event.subject();
      if (subject != null && folding.concerns(event) && !parked.contains(subject)) {
        bySubject.computeIfAbsent(subject, first -> new ArrayList<>()).add(event);
      }
    }
    Map<String, Held<S>> cached = HashMap.newHashMap(bySubject.size());
    states.getAllPresent(bySubject.keySet()).forEach((subject, state) -> cached.put(subject, state.held()));
    Map<String, Row> stored = load(bySubject.keySet(), cached.keySet());
    List<SubjectChange<S>> changes = new ArrayList<>(bySubject.size());
    List<Parked> poisoned = new ArrayList<>();
    bySubject.forEach((subject, events) -> {
      SubjectOutcome<S> outcome = fold(subject, events, cached.get(subject), stored.get(subject));
      outcome.change().ifPresent(changes::add);
      outcome.parked().ifPresent(poisoned::add);
    });
    Token next = token.at(page.getLast().position());
    commit(next, connection -> {
      rows.write(connection, changes);
      parkedKeys.park(connection, poisoned);
    });
    token = next;
    changes.forEach(
        change -> states.put(change.subject(), new Cached<>(change.after(), change.json().length())));
    poisoned.forEach(key -> parked.add(key.key()));
  }

  private Map<String, Row> load(Set<String> subjects, Set<String> except) {
    List<String> missing = subjects.stream().filter(subject -> !except.contains(subject)).toList();
    return missing.isEmpty() ? Map.of() : database.read(connection -> rows.load(connection, missing));
  }

  private SubjectOutcome<S> fold(String subject, List<LoggedEvent> events, @Nullable Held<S> cached,
      @Nullable Row stored) {
    Held<S> start;
    try {
      start = cached != null ? cached : held(stored);
    } catch (RuntimeException unreadable) {
      return SubjectOutcome.poisoned(Poison.park(subject, events.getFirst().position(), unreadable));
    }
    SubjectFold<S> fold = new SubjectFold<>(folding, subject, start);
    fold.feed(events);
    return fold.outcome(start);
  }

  private Held<S> held(@Nullable Row row) {
    return row == null ? Held.initial(folding.projection()) : folding.read(row.state(), row.position());
  }

  private SubjectOutcome<S> refold(String key) {
    SubjectFold<S> fold = new SubjectFold<>(folding, key, Held.initial(folding.projection()));
    long after = 0;
    while (after < token.position()) {
      List<LoggedEvent> page = log.readSubject(key, after, SUBJECT_PAGE);
      fold.feed(page.stream().filter(event -> event.position() <= token.position()).filter(folding::concerns).toList());
      after = page.size() < SUBJECT_PAGE ? token.position() : page.getLast().position();
    }
    Row row = database.read(connection -> rows.load(connection, List.of(key))).get(key);
    try {
      return fold.outcome(held(row));
    } catch (RuntimeException unreadable) {
      return SubjectOutcome.poisoned(Poison.park(key, row == null ? 0 : row.position(), unreadable));
    }
  }

  private void commit(Token next, ViewsDatabase.Effect effect) {
    // Until the commit has answered, what is in memory may be behind what is in the database.
    known = false;
    database.change(connection -> {
      waitBriefly(connection);
      Generations.moveToken(connection, generation, token, next);
      effect.with(connection);
    });
    known = true;
  }

  private static void waitBriefly(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WAIT_BRIEFLY)) {
      statement.execute();
    }
  }
}
