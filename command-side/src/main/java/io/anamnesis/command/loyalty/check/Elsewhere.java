package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.opening.OpeningBatch;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What the log holds beside one account. Few accounts need it, so that it is looked up instead of gathered. */
interface Elsewhere {

  /** What is known of another person. */
  KnownFacts facts(String person);

  /** What another's account tells of redemptions that a family pool pays for. */
  PooledParts pooled(CustomerId customer);

  /** Events of whomever; what is not there is left out. */
  List<Recorded> find(Collection<UUID> ids);

  /** A batch of balances as it stands; empty where none was uploaded under the reference. */
  Optional<OpeningBatch> batch(String reference);

  /**
   * The version by which a person's command was decided. Of two that may have been read, as one was published meanwhile, that
   * which agrees with what was decided.
   *
   * @param at when the command was given
   * @param position of what was decided
   */
  Programme inForce(Instant at, long position, Predicate<Programme> agrees);
}
