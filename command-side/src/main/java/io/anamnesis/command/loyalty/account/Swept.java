package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.ledger.PooledCommand;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep leaves to do.
 *
 * @param more whether there may be more: sweep again
 * @param together what has fallen due for several accounts at once, and has to be decided before this one is swept again; null if
 *     nothing has
 */
record Swept(boolean more, PooledCommand.@Nullable TimeOut together) {
  static final Swept ALL = new Swept(false, null);
  static final Swept PART = new Swept(true, null);

  static Swept before(PooledCommand.TimeOut together) {
    return new Swept(true, together);
  }
}
