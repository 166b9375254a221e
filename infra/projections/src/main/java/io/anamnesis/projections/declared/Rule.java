package io.anamnesis.projections.declared;

import io.anamnesis.events.Recorded;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to a state. All expressions of a step see the state before the step: a field that is set is seen by the
 * next item, or the next rule.
 *
 * @param where the step is taken only if it holds; null where it always is
 * @param each a step for each element; null where there is one step
 * @param set new values
 * @param extension the fields that it sees of events of a type {@code x.…}; null for other types
 */
record Rule(@Nullable Expression where, @Nullable Expression each, List<Assignment> set, @Nullable Contribution tally,
    @Nullable ExtensionFields extension) {

  /** A field of the state gets a value. */
  record Assignment(String field, ValueType type, Expression value) {}

  DeclaredState apply(StateFields fields, DeclaredState before, Recorded event) {
    Scope scope = Scope.of(fields, before, event, extension);
    if (each == null) {
      return step(before, scope);
    }
    List<?> items = (List<?>) each.evaluate(scope);
    if (items.size() > Limits.ITEMS) {
      throw each.refused("an event with more than " + Limits.ITEMS + " items");
    }
    DeclaredState state = before;
    for (Object item : items) {
      state = step(state, scope.withItem(item).withState(fields, state.fields()));
    }
    return state;
  }

  /** Every expression of the rule. */
  Stream<Expression> expressions() {
    Stream<Expression> values = set.stream().map(Assignment::value);
    Stream<Expression> figures = tally == null ? Stream.empty() : tally.expressions();
    return Stream.of(Stream.ofNullable(where), Stream.ofNullable(each), values, figures).flatMap(one -> one);
  }

  private DeclaredState step(DeclaredState before, Scope scope) {
    if (where != null && !((Boolean) where.evaluate(scope))) {
      return before;
    }
    DeclaredState after = tally == null ? before : tally.addTo(before, scope);
    return set.isEmpty() ? after : after.with(assigned(before, scope));
  }

  private SortedMap<String, String> assigned(DeclaredState before, Scope scope) {
    SortedMap<String, String> values = new TreeMap<>(before.fields());
    for (Assignment assignment : set) {
      String text = assignment.type.text(assignment.value.evaluate(scope));
      if (text.length() > Limits.TEXT_CHARACTERS) {
        throw assignment.value.refused("a text of more than " + Limits.TEXT_CHARACTERS + " characters");
      }
      values.put(assignment.field, text);
    }
    return values;
  }
}
