package io.anamnesis.projections.declared;

import java.util.Locale;

/** Everything that can be wrong with a definition. The words for people are in the message bundles, under {@link #code}. */
public enum Fault {
  TOO_LONG, NOT_UTF8, NOT_YAML, EMPTY, ALIAS, TAG,
  /** A mapping, a list or a text is expected; arguments: of what. */
  EXPECTED_MAPPING, EXPECTED_TEXT, EXPECTED_RULE,
  /** Arguments: the member, the members that are known. */
  UNKNOWN_MEMBER,
  /** Argument: the member. */
  MISSING_MEMBER, REPEATED_MEMBER,
  /** Argument: the name. */
  BAD_NAME, RESERVED_NAME, BAD_FIELD_NAME,
  /** Arguments: what, how many are allowed. */
  TOO_MANY,
  /** Arguments: the type, the types that are known. */
  UNKNOWN_STATE_TYPE,
  /** Arguments: the type, an example. */
  BAD_INITIAL,
  /** Arguments: the type, the one most like it. */
  UNKNOWN_EVENT_TYPE,
  /** Argument: the type. */
  NOBODYS_EVENT,
  NO_RULE, IDLE_RULE,
  /** Argument: the field. */
  UNKNOWN_STATE_FIELD,
  NO_MEASURE,
  /** Arguments: the name, one type, the other. */
  TWO_TYPES,
  /** A name stands for a dimension and for a measure; argument: the name. */
  TWO_MEANINGS,
  /** Argument: what the parser or the type checker says. */
  SYNTAX, TYPES,
  /** Arguments: what the type checker says. */
  MAY_BE_ABSENT,
  /** Arguments: the field, the one most like it. */
  UNKNOWN_FIELD,
  /** Argument: the name, the names that are known. */
  UNKNOWN_VALUE,
  /** Of an event of a type {@code x.…}; argument: the field. */
  CLOSED_FIELD,
  /** Argument: the field. */
  PERSONAL,
  DOUBLE,
  /** Argument: what is not part of the language. */
  NOT_OFFERED,
  /** Arguments: the function, an example. */
  BAD_LITERAL,
  /** Arguments: what is expected, what is there. */
  WRONG_RESULT;

  /** For example {@code unknown-field}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
