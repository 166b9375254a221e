package io.anamnesis.events;

/**
 * One thing that is wrong with a payload from outside.
 *
 * @param field path of the member at fault within the payload, array elements from 0: {@code lines[2].amount}
 * @param expected a sentence that says what is expected; never the value that was found
 */
public record FieldProblem(Kind kind, String field, String expected) {

  /** Absent, or present and wrong. */
  public enum Kind {
    MISSING, INVALID
  }
}
