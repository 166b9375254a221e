package io.anamnesis.projections.declared;

/** What bounds a declared projection: its text when it is posted, its work and its state when it folds. */
final class Limits {
  static final int DEFINITION_BYTES = 64 << 10;
  static final int NESTING = 20;
  static final int NAMES = 50;
  static final int RULES = 100;
  static final int EXPRESSION_CHARACTERS = 2_000;
  static final int EXPRESSION_DEPTH = 40;
  static final int FAULTS = 20;

  /** Steps of all comprehensions in one evaluation of one expression. */
  static final int ITERATIONS = 10_000;
  /** Items of one event that one rule takes. */
  static final int ITEMS = 10_000;
  static final int TEXT_CHARACTERS = 1_000;
  static final int DIMENSION_CHARACTERS = 200;
  /** Cells that one customer may have. */
  static final int CELLS = 2_000;
  static final int DECIMAL_DIGITS = 38;
  static final int DECIMAL_SCALE = 18;

  private Limits() {}
}
