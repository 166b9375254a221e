package io.anamnesis.events.loyalty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A level as it is held.
 *
 * @param level from 1
 * @param programme version by whose terms it is held; null for who never reached a level
 * @param validUntil first instant at which it is judged anew; null of level 1, which is never lost
 * @param graceUntil it was not earned anew, and is kept until then; null while it is valid
 * @param fallsAt what it was reached with was clawed back: it falls then, unless what is left justifies it; else null
 */
public record Standing(int level, @Nullable String programme, @Nullable Instant validUntil,
    @Nullable Instant graceUntil, @Nullable Instant fallsAt) {
  /** Everybody's, before any level is reached. */
  public static final Standing FIRST = new Standing(1, null, null, null, null);

  /**
   * A level that is valid; level 1 always is. Held so far by a version of more levels, it is the highest that there is now.
   */
  public static Standing valid(int level, Programme programme, Instant until) {
    int held = programme.tier(level).level();
    return new Standing(held, programme.version(), held == 1 ? null : until, null, null);
  }

  /** A level reached at an instant. */
  static Standing since(Instant at, int level, Programme programme) {
    return valid(level, programme, programme.validUntil(at));
  }

  Standing inGrace(Instant until) {
    return new Standing(level, programme, validUntil, until, fallsAt);
  }

  public Standing falling(@Nullable Instant at) {
    return new Standing(level, programme, validUntil, graceUntil, at);
  }
}
