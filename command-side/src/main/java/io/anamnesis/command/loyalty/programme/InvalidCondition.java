package io.anamnesis.command.loyalty.programme;

/** A text is no condition; says where, as editors count, and why. */
final class InvalidCondition extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /**
   * @param line from 1
   * @param column from 1, in characters
   */
  InvalidCondition(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }
}
