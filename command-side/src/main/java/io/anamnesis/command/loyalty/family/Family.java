package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is family of whom by the facts told, read anew for each decision. Either side may tell of a tie, and either may end it:
 * of all that was told of two persons, whichever of them told it, the last word counts; but what is told of a later instant is
 * no word yet. Not transitive: whom nobody has told to be family of each other are not.
 */
public final class Family {
  /** Types of the facts that it reads. */
  public static final Set<String> TYPES = Set.of("family.linked", "family.unlinked");

  private final Function<CustomerId, Collection<Recorded>> facts;
  private final Instant at;
  private final Map<CustomerId, List<Recorded>> told = new HashMap<>();

  /**
   * @param facts of these types, as they were told of a person; asked once for each person
   * @param at of the decision: sources may tell of what is to come
   */
  public Family(Function<CustomerId, Collection<Recorded>> facts, Instant at) {
    this.facts = facts;
    this.at = at;
  }

  /** Event id of the fact that makes two persons family; empty where none does, or none any more. */
  Optional<UUID> link(CustomerId one, CustomerId other) {
    return Stream.concat(words(one, other), words(other, one)).max(Recorded.BY_OCCURRENCE)
        .filter(last -> last.event() instanceof FamilyLinked).map(Recorded::eventId);
  }

  /**
   * Who acts for a person. A fact of the ward says so, of a person who is family still; the same fact told again without a
   * guardian ends it, as when the ward comes of age.
   */
  SortedSet<CustomerId> guardians(CustomerId ward) {
    SortedSet<CustomerId> guardians = new TreeSet<>();
    for (Recorded fact : told(ward)) {
      if (fact.event() instanceof FamilyLinked linked && actsFor(linked.other(), ward)
          && link(ward, linked.other()).isPresent()) {
        guardians.add(linked.other());
      }
    }
    return guardians;
  }

  /**
   * Whoever has a guardian does not act alone; and nobody acts for another without being the guardian.
   *
   * @param by who acts for the customer; null where the customer does
   * @throws Refused {@link Reason#GUARDIAN_NEEDED}, {@link Reason#NOT_GUARDIAN}
   */
  void mustAllow(@Nullable CustomerId by, CustomerId customer) {
    SortedSet<CustomerId> guardians = guardians(customer);
    if (by == null && !guardians.isEmpty()) {
      throw new Refused(Reason.GUARDIAN_NEEDED);
    }
    if (by != null && !guardians.contains(by)) {
      throw new Refused(Reason.NOT_GUARDIAN);
    }
  }

  private boolean actsFor(CustomerId guardian, CustomerId ward) {
    return words(ward, guardian).max(Recorded.BY_OCCURRENCE)
        .filter(last -> last.event() instanceof FamilyLinked linked && Boolean.TRUE.equals(linked.guardian()))
        .isPresent();
  }

  /** What was told of one about the other. */
  private Stream<Recorded> words(CustomerId of, CustomerId about) {
    return told(of).stream().filter(fact -> switch (fact.event()) {
      case FamilyLinked linked -> linked.other().equals(about);
      case FamilyUnlinked unlinked -> unlinked.other().equals(about);
      default -> false;
    });
  }

  private List<Recorded> told(CustomerId customer) {
    return told.computeIfAbsent(customer,
        whose -> facts.apply(whose).stream().filter(fact -> !fact.occurredAt().isAfter(at)).toList());
  }
}
