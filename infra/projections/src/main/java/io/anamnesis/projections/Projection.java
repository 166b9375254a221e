package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A view of one subject, written once and used live, in a rebuild, as of any instant and in a dry run. Pure: no clock, no
 * database, no keys. It is told a subject's life as it is known ({@link KnownLife}): a corrected fact in its own place with the
 * new content, a withdrawn one not at all. Folding a subject's events by position and by (occurredAt, position) must give equal states.
 *
 * @param <S> state: an immutable value, a record that Jackson writes and reads without loss; two equal states have equal
 *     JSON (ordered collections, no doubles). A customer's number in it is a {@link io.anamnesis.events.CustomerId}, as a name
 *     in a map too, so that whoever must not know it is shown a pseudonym
 * @param <A> answer
 */
public interface Projection<S, A> {

  /** Lower-case letters, digits and {@code -}; at most 30. */
  String name();

  /** Raised whenever fold or state change their meaning; a new version is rebuilt beside the old one. */
  int version();

  /** The events that it declares: records, or the sealed interface of a family. All others are not its business. */
  Set<Class<? extends CustomerEvent>> events();

  Class<S> stateType();

  S initial();

  /** The state after one of the declared events. */
  S fold(S state, Recorded event);

  /** What the state says at an instant: what ages (expired lots, class, level) is computed here. */
  A answer(Folded<S> folded, Instant at);

  /** Personal values by which the subject can be found; indexed blind when the row is written. */
  default List<Lookup> lookups(S state) {
    return List.of();
  }

  /** A personal value to be found by. */
  record Lookup(IndexKind kind, Sealed value) {}
}
