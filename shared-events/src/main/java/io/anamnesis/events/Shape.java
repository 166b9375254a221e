package io.anamnesis.events;

import java.util.Map;

/**
 * How a JSON value of a payload is stored: readable, or as ciphertext. It mirrors the record of the type, so that
 * sealing is one walk over value and shape. JSON null is stored as null whatever its shape: it says nothing.
 */
public sealed interface Shape {

  /** Stored as it came. */
  record Clear() implements Shape {}

  /** The whole value, whatever its JSON type, is stored as one {@link Sealed} under the key of its class. */
  record Sealing(FieldClass of) implements Shape {
    public KeyKind key() {
      return of.key();
    }
  }

  /** A JSON array, each element of the given shape. */
  record Elements(Shape element) implements Shape {}

  /** A JSON object, member by member; in the order of declaration. */
  record Members(Map<String, Shape> known) implements Shape {

    /** The shape of a member; one that the type does not know is sealed whole under the record key. */
    public Shape of(String member) {
      return known.getOrDefault(member, UNKNOWN);
    }
  }

  Shape CLEAR = new Clear();

  /** What nobody has classified. */
  Shape UNKNOWN = new Sealing(FieldClass.UNCLASSIFIED);
}
