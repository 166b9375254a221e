package io.anamnesis.projections.declared;

import java.util.List;
import java.util.Map;

/** A part of a definition that knows its place. */
sealed interface Node {
  Place place();

  /** A text, a number, a truth value: told apart by whoever reads it. */
  record Scalar(String value, Positions positions) implements Node {
    @Override
    public Place place() {
      return positions.start();
    }
  }

  record Items(List<Node> items, Place place) implements Node {}

  /** @param members in the order of the text; no name twice */
  record Members(Map<String, Member> members, Place place) implements Node {}

  /** @param place of the name */
  record Member(String name, Place place, Node value) {}
}
