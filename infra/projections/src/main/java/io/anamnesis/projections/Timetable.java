package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Decisions that fall due at an instant (a reservation runs out, a lot expires), derived from events: a restart loses none,
 * and one that was missed is caught up with. For every due instant the key is woken at least once, when its time has come;
 * what was due is recorded then, or nothing is, as it had been recorded before.
 */
public interface Timetable {

  /** Lower-case letters, digits and {@code -}; at most 30. */
  String name();

  /** The events that make something due: records, or the sealed interface of a family. */
  Set<Class<? extends CustomerEvent>> events();

  /** What an event makes due, for its subject. One that the event makes needless may stand: waking in vain does no harm. */
  List<Instant> dues(Recorded event);

  /**
   * Decides all that was due up to an instant, and returns when it is durable. Decides past all caches: what is decided here
   * is not asked for again.
   *
   * @param key the subject of the events that made it due
   * @throws Exception if it is not decided: tried again later
   */
  void wake(String key, Instant now) throws Exception;
}
