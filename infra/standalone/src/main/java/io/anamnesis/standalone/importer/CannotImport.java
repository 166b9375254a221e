package io.anamnesis.standalone.importer;

/** Nothing can be imported at all, and this is why: a sentence for the person at the terminal, without personal data. */
final class CannotImport extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotImport(String message) {
    super(message);
  }

  CannotImport(String message, Throwable cause) {
    super(message, cause);
  }

  /** A mapping that does not hold: names the file and the line to look at. */
  static CannotImport mapping(String file, int line, String message) {
    return new CannotImport(file + ", line " + line + ": " + message);
  }
}
