package io.anamnesis.command.customer;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.customer.ErasureEvent.ErasureDecided;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the key tables to what the log tells. An older copy of those tables, restored, knows nothing of whoever was restricted since,
 * and no step of an erasure need be due for years; and where the erasure list was lost with what came after that copy, the log alone
 * knows which keys were destroyed.
 */
final class Restrictions {
  private static final Set<String> DECIDED = EventCatalogue.standard().typesOf(Set.of(ErasureDecided.class));
  private static final Logger LOG = LoggerFactory.getLogger(Restrictions.class);
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final ErasureLog erasures;
  private final PersonKeys keys;

  Restrictions(EventLog log, ErasureLog erasures, PersonKeys keys) {
    this.log = log;
    this.erasures = erasures;
    this.keys = keys;
  }

  /** Of everybody who is to be forgotten. */
  void applyAll() {
    long upTo = log.head();
    long before = -1;
    long reached = 0;
    while (reached < upTo && reached > before) {
      before = reached;
      TypeSearch found = log.readTypes(DECIDED, reached, upTo, PAGE);
      for (StoredEvent decided : found.events()) {
        String customer = Objects.requireNonNull(decided.subject(), "an erasure is somebody's");
        Erasure erasure = erasures.read(customer);
        apply(customer, erasure);
        destroyAgain(customer, erasure);
      }
      reached = found.reached();
    }
  }

  private void destroyAgain(String customer, Erasure erasure) {
    for (KeyKind kind : KeyKind.values()) {
      if (erasure.destroyed(kind) != null && keys.state(customer, kind) != KeyState.DESTROYED) {
        keys.destroy(customer, kind);
        LOG.warn("a key that the log tells to be destroyed was there, and is destroyed again");
      }
    }
  }

  /** Idempotent; a key that was destroyed in between stays destroyed. */
  void apply(String customer, Erasure erasure) {
    if (erasure.isRestricted()) {
      keys.restrict(customer);
    }
  }
}
