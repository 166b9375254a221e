package io.anamnesis.events.schema;

import java.util.List;
import java.util.Locale;

/** What is wrong with a schema, and where. The words for people are in the message bundles, under {@link #code}. */
public final class InvalidSchema extends Exception {
  private static final long serialVersionUID = 1L;

  /** Everything that can be wrong. */
  public enum Kind {
    /** Argument: what. */
    EXPECTED,
    /** Arguments: the keyword, those that are read. */
    UNKNOWN_KEYWORD,
    /** Argument: the keyword. */
    MISSING_KEYWORD, NESTED,
    /** Argument: the types that there are. */
    UNKNOWN_TYPE,
    /** Argument: the formats that there are. */
    UNKNOWN_FORMAT,
    /** The keyword is for texts. */
    NOT_OF_TEXT,
    /** Argument: the name. */
    BAD_CLEAR_NAME,
    /** Argument: the greatest length. */
    FREE_TEXT,
    /** Argument: how many are allowed. */
    TOO_MANY,
    /** Argument: the field. */
    FIELD_GONE,
    /** Arguments: the field, its form. */
    FORM_CHANGED
  }

  private final Kind kind;
  private final String pointer;
  private final transient List<String> arguments;

  InvalidSchema(Kind kind, String pointer, String... arguments) {
    super(kind + " at " + pointer);
    this.kind = kind;
    this.pointer = pointer;
    this.arguments = List.of(arguments);
  }

  /** For example {@code unknown-keyword}. */
  public static String code(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Kind kind() {
    return kind;
  }

  /** JSON Pointer (RFC 6901) of the value at fault, or of where one is missing; the empty text: the whole. */
  public String pointer() {
    return pointer;
  }

  public List<String> arguments() {
    return arguments;
  }
}
