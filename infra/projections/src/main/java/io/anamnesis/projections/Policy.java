package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import java.util.Optional;
import java.util.Set;

/**
 * Reacts to events with decisions of its own, once per cause. It is called at least once for every declared event, per
 * key in the log's order, keys in parallel; ids of its decisions derive from the cause, so that a repetition is refused
 * whole by the log.
 *
 * <p>
 * A cause is what was told, and stays so: a correction or a withdrawal is a cause of its own, where it is declared, and
 * {@link io.anamnesis.events.CorrectedFact} tells what it makes of the fact that it is about.
 *
 * <p>
 * A name once registered is awaited by every read for ever: taking a policy out of the code needs a migration that
 * deletes its rows of {@code views.policy} and {@code views.segment}.
 */
public interface Policy {

  /** Lower-case letters, digits and {@code -}; at most 30. */
  String name();

  /** Policies of a stage may react to decisions of those of lower stages, never to those of its own or higher ones. */
  int stage();

  /** The events that it reacts to: records, or the sealed interface of a family. */
  Set<Class<? extends CustomerEvent>> events();

  /**
   * Whether it reacts to an event of a declared type at this position: what data in the log say, and change. What it does
   * not react to is not even decoded. Must be told from what lies before the position alone, so that every try tells alike.
   */
  default boolean reactsTo(String type, long position) {
    return true;
  }

  /** Whose turn it is: causes of one key are taken one after another. Empty: no reaction. */
  Optional<String> key(Recorded cause);

  /**
   * Decides and returns when the decision is durable; throws if it is not.
   *
   * @throws Exception a conflict or an unknown outcome is tried again; any other parks the key after three tries
   */
  void react(Recorded cause) throws Exception;
}
