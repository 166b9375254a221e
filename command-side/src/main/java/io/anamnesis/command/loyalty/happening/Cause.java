package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An interaction as far as points follow from it: what the account keeps of it, so that a later fact can have it decided
 * anew.
 *
 * @param programme the version that decides on it, for ever
 * @param values what it tells itself; not what was looked up for it
 * @param bought null of all but purchases
 */
public record Cause(UUID id, String type, Instant at, long position, String programme, List<Value> values,
    @Nullable Bought bought) implements Happening {
  public static final String PURCHASE = "purchase.made";
  public static final String SHARE = "content.shared";
  public static final String PLAN_JOINED = "plan.joined";
  public static final String PLAN_STEP = "plan.step-done";

  /** Beside the kind of a step: it is that of the plan joined, since the step does not tell one. */
  public static final Value KIND_OF_PLAN = new Value("kindFrom", PLAN_JOINED);

  public static Cause of(Recorded fact, String programme) {
    return new Cause(fact.eventId(), fact.type(), fact.occurredAt(), fact.position(), programme, Seen.of(fact.event()),
        fact.event() instanceof PurchaseMade purchase ? Bought.of(purchase) : null);
  }

  public static Cause of(PointsEarned award) {
    return of(award.cause(), award.causeType(), award.lot().earnedAt(), award.position(), award.programme(),
        award.values(), award.parts());
  }

  /** Null of a decision of an early revision, which does not say when its interaction occurred. */
  public static @Nullable Cause of(PointsNotEarned nothing) {
    return nothing.occurredAt() == null
        ? null
        : of(nothing.cause(), nothing.causeType(), nothing.occurredAt(), nothing.position(), nothing.programme(),
            nothing.values(), nothing.parts());
  }

  public static Cause of(InteractionCorrected corrected) {
    return of(corrected.cause(), corrected.causeType(), corrected.occurredAt(), corrected.position(),
        corrected.programme(), corrected.values(), corrected.parts());
  }

  private static Cause of(UUID id, String type, Instant at, long position, String programme, List<Value> values,
      List<Part> parts) {
    List<Value> told = values.contains(KIND_OF_PLAN)
        ? values.stream().filter(value -> !value.equals(KIND_OF_PLAN) && !value.name().equals("kind")).toList()
        : values;
    return new Cause(id, type, at, position, programme, told, type.equals(PURCHASE) ? bought(values, parts) : null);
  }

  /** Of a purchase of an early revision the id is not known, so that no refund finds it. */
  private static @Nullable Bought bought(List<Value> values, List<Part> parts) {
    if (parts.isEmpty() || parts.getFirst().currency() == null) {
      return null;
    }
    List<Bought.Line> lines = parts.stream().map(part -> {
      BigDecimal own = Objects.requireNonNullElse(part.base(), BigDecimal.ZERO);
      return new Bought.Line(Objects.requireNonNullElse(part.amount(), own), own, part.values());
    }).toList();
    String purchase = Seen.text(values, "purchase");
    return new Bought(purchase == null ? "" : purchase, parts.getFirst().currency(), lines);
  }

  /** The lines of a purchase as an award tells them, without points; none of any other interaction. */
  public List<Part> lines() {
    if (bought == null) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>(bought.lines().size());
    for (Bought.Line line : bought.lines()) {
      parts.add(new Part(parts.size() + 1, line.own().compareTo(line.amount()) == 0 ? null : line.amount(), line.own(),
          bought.currency(), 0, line.values()));
    }
    return List.copyOf(parts);
  }

  public Cause decidedUnder(String version) {
    return new Cause(id, type, at, position, version, values, bought);
  }

  public @Nullable String text(String name) {
    return Seen.text(values, name);
  }

  /** A correction can leave what points follow from as it was. */
  public boolean tellsAs(Cause other) {
    return values.equals(other.values) && Objects.equals(bought, other.bought) && at.equals(other.at);
  }
}
