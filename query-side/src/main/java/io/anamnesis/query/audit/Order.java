package io.anamnesis.query.audit;

import org.jspecify.annotations.Nullable;

/** In which order a life is told. */
enum Order {
  /** As it was recorded, which is the order of the log. */
  POSITION,
  /** As it occurred; of what occurred at one instant, the lower position first. */
  OCCURRED;

  static Order of(@Nullable String text) {
    return switch (text) {
      case null -> POSITION;
      case "position" -> POSITION;
      case "occurred" -> OCCURRED;
      default -> throw Parameters.invalid("order", "problem.invalid.order");
    };
  }
}
