package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.happening.Remaining;
import io.anamnesis.command.loyalty.rating.Reviews.Waiting;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.ReviewEvent.HeldAward;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an interaction is worth: what its rules give, whether that is given out, and what is kept of it after refunds. */
public final class Rated {
  private final Cause cause;
  private final List<Value> seen;
  private final int level;
  private final List<Award> awards;
  private final Ruling ruling;
  private final List<Cut> cuts = new ArrayList<>();
  private @Nullable Remaining remaining;
  private Map<String, Kept> kept = new HashMap<>();

  /** What a rule's award keeps, line by line. */
  public record Kept(long points, List<Part> parts) {
    static final Kept NOTHING = new Kept(0, List.of());
  }

  /** What a refund leaves of a purchase. */
  public record Cut(UUID refund, Remaining remaining, Map<String, Kept> keptByRule) {
    Kept kept(Award award) {
      return Objects.requireNonNull(keptByRule.get(award.rule().name()));
    }
  }

  /**
   * @param seen what conditions saw, with what was looked up
   * @param level held just before
   * @param awards by each rule that names the type, in the order of the programme
   * @param ruling whether they are given out
   */
  Rated(Cause cause, List<Value> seen, int level, List<Award> awards, Ruling ruling) {
    this.cause = cause;
    this.seen = seen;
    this.level = level;
    this.awards = awards;
    this.ruling = ruling;
    this.remaining = cause.bought() == null ? null : Remaining.of(cause.bought());
  }

  public Cause cause() {
    return cause;
  }

  public List<Value> seen() {
    return seen;
  }

  public int level() {
    return level;
  }

  /** What rules and caps leave, given out or not: what is held has its place in the caps. */
  public List<Award> awards() {
    return awards;
  }

  private boolean isGiven() {
    return ruling instanceof Ruling.Free;
  }

  /** What of the award is given out, before refunds. */
  public long given(Award award) {
    return isGiven() ? award.points() : 0;
  }

  /** Of a purchase, what all its lines cost; else nothing. */
  BigDecimal paid() {
    return cause.bought() == null ? BigDecimal.ZERO : Remaining.of(cause.bought()).inAll();
  }

  /** What is left of that after all refunds that were taken. */
  BigDecimal left() {
    return remaining == null ? BigDecimal.ZERO : remaining.inAll();
  }

  /** Refunds that took effect, in the order of business. */
  public List<Cut> cuts() {
    return cuts;
  }

  /** What the refund would leave; empty where more is asked for than remains. */
  Optional<Cut> after(Refund refund) {
    if (remaining == null) {
      return Optional.empty();
    }
    return remaining.after(refund).map(rest -> new Cut(refund.id(), rest, keptOf(rest)));
  }

  void take(Cut cut) {
    cuts.add(cut);
    remaining = cut.remaining();
    kept = cut.keptByRule();
  }

  private Map<String, Kept> keptOf(Remaining rest) {
    Map<String, Kept> all = new HashMap<>();
    for (Award award : awards) {
      List<Part> parts = Worth.parts(award.rule(), cause, seen, rest, award.multiplier());
      // A cap that cut the award had left no more for it: the rest cannot keep more than was given.
      all.put(award.rule().name(), new Kept(Math.min(award.points(), Worth.sum(parts)), parts));
    }
    return all;
  }

  /** What of the award is kept after all refunds that were taken. */
  public Kept kept(Award award) {
    return isGiven() ? leftOf(award) : Kept.NOTHING;
  }

  private Kept leftOf(Award award) {
    return kept.getOrDefault(award.rule().name(), new Kept(award.points(), award.parts()));
  }

  /** What would be kept of the award after a refund that is not taken yet. */
  public Kept kept(Award award, Cut cut) {
    return isGiven() ? cut.kept(award) : Kept.NOTHING;
  }

  /** What would be kept in all after a refund that is not taken yet. */
  long keptInAll(Cut cut) {
    long points = 0;
    for (Award award : awards) {
      points += kept(award, cut).points();
    }
    return points;
  }

  long keptInAll() {
    long points = 0;
    for (Award award : awards) {
      points += kept(award).points();
    }
    return points;
  }

  /** What a person is to look at; null where there is nothing. */
  public @Nullable Waiting waiting() {
    return waiting(this::leftOf);
  }

  /** The same after a refund that is not taken yet. */
  public @Nullable Waiting waiting(Cut cut) {
    return waiting(cut::kept);
  }

  private @Nullable Waiting waiting(Function<Award, Kept> left) {
    if (!(ruling instanceof Ruling.Held(Hold hold))) {
      return null;
    }
    List<HeldAward> held = awards.stream().map(award -> new HeldAward(award.rule().name(), left.apply(award).points()))
        .filter(award -> award.points() > 0).toList();
    return held.isEmpty() ? null : new Waiting(hold, held);
  }
}
