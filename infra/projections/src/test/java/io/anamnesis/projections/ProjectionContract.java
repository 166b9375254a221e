package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What every {@link Projection} promises, checked on one subject's life: replayed it gives the same, in whatever order it was
 * told, in whatever batches it came, and from the rows that it wrote.
 */
public final class ProjectionContract {

  private static final int CUTS = 5;
  private static final int RANDOM_LIVES = 50;
  private static final int LONGEST_LIFE = 30;

  private ProjectionContract() {}

  /**
   * Checks that folding the life again gives an equal state and equal lines; that the order of positions and the order of
   * business give equal states; that a state survives JSON after every event, the rest of the life folded onto what was
   * read back; that batches, however they are cut, write what single events do; that a tally's written differences add up to
   * what its last state contributes; and that a journal's lines survive JSON too.
   *
   * @param life events of one subject; those that the projection does not declare are left out
   * @throws AssertionError if the projection breaks its promise
   */
  public static <S> void holds(Projection<S, ?> projection, List<Recorded> life) {
    Subscription declared = EventCatalogue.standard().declares(projection.events());
    List<Recorded> byPosition = life.stream().filter(event -> declared.test(event.type()))
        .sorted(Comparator.comparingLong(Recorded::position)).toList();
    requireOneLife(byPosition);

    S state = fold(projection, byPosition);
    equal("folding the same events again", StateJson.write(state), StateJson.write(fold(projection, byPosition)));
    equal("folding by (occurredAt, position)", StateJson.write(state),
        StateJson.write(fold(projection, byPosition.stream().sorted(Recorded.BY_OCCURRENCE).toList())));
    survivesJson(projection, byPosition, state);
    if (projection instanceof Journal<S, ?, ?> journal) {
      linesSurviveJson(journal, byPosition);
    }
    batchesAgree(projection, byPosition);
  }

  /**
   * Checks random lives of the events that the projection declares.
   *
   * @param seed that the failure names; the same one gives the same lives
   * @param words that the fold knows, so that they occur
   */
  public static <S> void holdsForRandomLives(Projection<S, ?> projection, long seed, String... words) {
    Random random = new Random(seed);
    RandomLives lives = new RandomLives(projection, new RandomEvents(random, words));
    for (int life = 0; life < RANDOM_LIVES; life++) {
      List<Recorded> events = lives.life(random.nextInt(LONGEST_LIFE) + 1);
      try {
        holds(projection, events);
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("seed " + seed + ", life " + life + ": " + broken.getMessage(), broken);
      }
    }
  }

  private static <S> void batchesAgree(Projection<S, ?> projection, List<Recorded> life) {
    Batches.Written single = Batches.oneByOne(projection, life);
    Random random = new Random(life.size());
    for (int cut = 0; cut < CUTS; cut++) {
      Batches.Written batched = Batches.atRandom(projection, life, random);
      equal("folding in batches", single.state(), batched.state());
      equal("the lines of batches", single.lines().toString(), batched.lines().toString());
      equal("the figures of batches", single.figures().toString(), batched.figures().toString());
    }
    equal("the sum of written differences",
        Batches.told(Batches.contribution(projection, fold(projection, life))).toString(), single.figures().toString());
  }

  private static <S> S fold(Projection<S, ?> projection, List<Recorded> events) {
    S state = projection.initial();
    for (Recorded event : events) {
      state = projection.fold(state, event);
    }
    return state;
  }

  private static <S> void survivesJson(Projection<S, ?> projection, List<Recorded> events, S expected) {
    S state = readBack(projection, projection.initial());
    for (Recorded event : events) {
      state = readBack(projection, projection.fold(state, event));
    }
    equal("folding onto states read back from JSON", StateJson.write(expected), StateJson.write(state));
    if (!expected.equals(state)) {
      throw new AssertionError("a state read back from JSON is not equal to itself: " + StateJson.write(expected));
    }
  }

  private static <S> S readBack(Projection<S, ?> projection, S state) {
    return StateJson.read(StateJson.write(state), projection.stateType());
  }

  private static <S, E> void linesSurviveJson(Journal<S, ?, E> journal, List<Recorded> events) {
    S state = journal.initial();
    for (Recorded event : events) {
      S after = journal.fold(state, event);
      List<E> lines = journal.entries(state, after, event);
      List<String> written = lines.stream().map(StateJson::write).toList();
      equal("the lines of an event taken again", written.toString(),
          journal.entries(state, after, event).stream().map(StateJson::write).toList().toString());
      List<E> read = new ArrayList<>();
      written.forEach(line -> read.add(StateJson.read(line, journal.entryType())));
      equal("lines read back from JSON", written.toString(), read.stream().map(StateJson::write).toList().toString());
      state = after;
    }
  }

  private static void requireOneLife(List<Recorded> events) {
    Set<String> subjects = new HashSet<>();
    Set<Long> positions = new HashSet<>();
    events.forEach(event -> subjects.add(String.valueOf(event.subject())));
    events.forEach(event -> positions.add(event.position()));
    if (subjects.size() > 1 || positions.size() != events.size()) {
      throw new IllegalArgumentException("a life is of one subject, each event at a position of its own");
    }
  }

  private static void equal(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + " gives another outcome:\n  " + expected + "\n  " + actual);
    }
  }
}
