package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import java.util.List;

/**
 * A projection that, beside its state, keeps a line for each of certain events: a ledger. Lines are written once, so that a
 * long life costs no rewriting; only where a fact is corrected later are a subject's lines all written anew.
 *
 * @param <E> line: an immutable value that Jackson writes and reads without loss
 */
public interface Journal<S, A, E> extends Projection<S, A> {

  Class<E> entryType();

  /** The lines that an event adds, given the states before and after it. */
  List<E> entries(S before, S after, Recorded event);
}
