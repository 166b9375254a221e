package io.anamnesis.command.loyalty;

/** What persons said that the worth of interactions follows from, beside the facts. */
record Sayings(Overrides levels, Reviewed awards) {
  static final Sayings NONE = new Sayings(Overrides.NONE, Reviewed.NONE);

  Sayings with(Overrides others) {
    return new Sayings(others, awards);
  }

  Sayings with(Reviewed others) {
    return new Sayings(levels, others);
  }
}
