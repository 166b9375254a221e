package io.anamnesis.projections.declared;

import io.anamnesis.projections.declared.Node.Scalar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition as it is written, every part at its place; nothing in it is checked against events yet.
 *
 * @param title as people call it; null without one
 * @param rules by event type, in the order of the text
 */
record Declaration(Scalar name, @Nullable String title, StateFields state, Map<String, On> rules) {

  /** @param place of the event type */
  record On(Place place, List<Rule> rules) {}

  /**
   * What an event of the type does.
   *
   * @param where only then; always without it
   * @param each for every element of this list; once without it
   */
  record Rule(@Nullable Scalar where, @Nullable Scalar each, List<Named> set, @Nullable Tallying tally) {}

  record Tallying(List<Named> by, List<Named> add) {}

  /** An expression under a name. */
  record Named(String name, Place place, Scalar expression) {}
}
