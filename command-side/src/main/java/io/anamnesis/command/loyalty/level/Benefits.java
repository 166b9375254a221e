package io.anamnesis.command.loyalty.level;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUseCancelled;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitUsed;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitWithdrawn;
import io.anamnesis.events.loyalty.BenefitGrant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Benefits as they were told to be granted, and what was used of them. Changed only by {@link #evolve}. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Benefits {
  /** Not withdrawn. */
  private final List<BenefitGrant> granted = new ArrayList<>();
  private final Map<UUID, Use> uses = new TreeMap<>();

  /** A use, cancelled or not. */
  public record Use(UUID id, String kind, int quantity, Instant at, boolean cancelled) {
    boolean isOf(BenefitGrant year) {
      return !cancelled && kind.equals(year.kind()) && !at.isBefore(year.from()) && at.isBefore(year.until());
    }
  }

  public void evolve(BenefitEvent event) {
    switch (event) {
      case BenefitGranted one -> granted.add(one.grant());
      case BenefitWithdrawn none -> granted
          .removeIf(one -> one.kind().equals(none.kind()) && one.grantedAt().equals(none.grantedAt()));
      case BenefitUsed use ->
        uses.put(use.useId(), new Use(use.useId(), use.kind(), use.quantity(), use.usedAt(), false));
      case BenefitUseCancelled none -> uses.computeIfPresent(none.useId(),
          (id, use) -> new Use(id, use.kind(), use.quantity(), use.at(), true));
    }
  }

  public List<BenefitGrant> granted() {
    return granted;
  }

  /** The last instant at which anything is told to be granted. */
  public Optional<Instant> last() {
    return granted.stream().map(BenefitGrant::grantedAt).max(Comparator.naturalOrder());
  }

  public boolean knowsLaterThan(Instant instant) {
    return last().filter(last -> last.isAfter(instant)).isPresent();
  }

  /** What was used in a year, whatever was granted for it when it was used. */
  public int usedIn(BenefitGrant year) {
    return uses.values().stream().filter(use -> use.isOf(year)).mapToInt(Use::quantity).sum();
  }

  public @Nullable Use find(UUID use) {
    return uses.get(use);
  }
}
