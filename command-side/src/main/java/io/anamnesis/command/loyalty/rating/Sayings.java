package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.level.Overrides;

/** What persons said that the worth of interactions follows from, beside the facts. */
public record Sayings(Overrides levels, Reviewed awards) {
  static final Sayings NONE = new Sayings(Overrides.NONE, Reviewed.NONE);

  public Sayings with(Overrides others) {
    return new Sayings(others, awards);
  }

  public Sayings with(Reviewed others) {
    return new Sayings(levels, others);
  }
}
