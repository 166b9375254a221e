package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.projections.Spending.Entry;
import io.anamnesis.projections.Spending.Spent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tests' view: what a customer spent, with a line per purchase line. */
class Spending implements Journal<Spent, BigDecimal, Entry> {
  static final String POISON = "poison";

  private final String name;
  private final int version;
  private volatile boolean mended;

  /** @param byChannel ordered, so that equal states have equal JSON */
  record Spent(int signins, BigDecimal total, SortedMap<String, BigDecimal> byChannel) {}

  record Entry(Instant at, BigDecimal amount, int half) {}

  Spending(String name, int version) {
    this.name = name;
    this.version = version;
  }

  /** From now on it can fold what was poison. */
  void mend() {
    mended = true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PurchaseMade.class, SigninMade.class);
  }

  @Override
  public Class<Spent> stateType() {
    return Spent.class;
  }

  @Override
  public Spent initial() {
    return new Spent(0, BigDecimal.ZERO, new TreeMap<>());
  }

  @Override
  public Spent fold(Spent state, Recorded event) {
    return switch (event.event()) {
      case SigninMade signin -> new Spent(state.signins + version, state.total, state.byChannel);
      case PurchaseMade purchase -> bought(state, purchase);
      default -> throw new IllegalArgumentException("not declared: " + event.type());
    };
  }

  @Override
  public BigDecimal answer(Folded<Spent> folded, Instant at) {
    return folded.state().total();
  }

  @Override
  public Class<Entry> entryType() {
    return Entry.class;
  }

  /** Two lines a purchase, so that ordinals matter. */
  @Override
  public List<Entry> entries(Spent before, Spent after, Recorded event) {
    BigDecimal amount = after.total.subtract(before.total);
    return event.event() instanceof PurchaseMade
        ? List.of(new Entry(event.occurredAt(), amount, 0), new Entry(event.occurredAt(), amount, 1))
        : List.of();
  }

  private Spent bought(Spent state, PurchaseMade purchase) {
    if (!mended && purchase.campaign() != null && purchase.campaign().value().equals(POISON)) {
      throw new IllegalStateException("told by nobody: poison");
    }
    SortedMap<String, BigDecimal> byChannel = new TreeMap<>(state.byChannel);
    byChannel.merge(purchase.channel().value(), purchase.total(), BigDecimal::add);
    return new Spent(state.signins, state.total.add(purchase.total()), byChannel);
  }

}
