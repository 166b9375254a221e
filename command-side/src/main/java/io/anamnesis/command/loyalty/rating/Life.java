package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.rating.Rating.Entry;
import io.anamnesis.command.loyalty.rating.Rating.Noted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that an account knows that points and levels follow from, in the order of business. Whoever goes along it is told whether
 * what lies behind is still as it was.
 */
final class Life {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Noted> refunds = new ArrayList<>();
  private final List<Circumstance> circumstances = new ArrayList<>();

  private transient @Nullable Map<UUID, Entry> byId;
  /** Grows whenever anything but the end changes. */
  private transient int rewritten;

  Entry keep(Cause cause) {
    Entry known = find(cause.id());
    return known != null ? known : insert(new Entry(cause, new TreeMap<>(), new TreeMap<>()));
  }

  void replace(Cause cause) {
    Entry known = find(cause.id());
    if (known != null) {
      entries.remove(known);
      rewritten++;
    }
    insert(known == null
        ? new Entry(cause, new TreeMap<>(), new TreeMap<>())
        : new Entry(cause, known.net(), known.given()));
  }

  private Entry insert(Entry entry) {
    boolean last = isLast(entry.cause());
    if (!last) {
      rewritten++;
    }
    entries.add(last ? entries.size() : place(causes(), entry.cause()), entry);
    index().put(entry.cause().id(), entry);
    return entry;
  }

  void note(Noted noted) {
    Refund refund = noted.refund();
    boolean known = refunds.removeIf(other -> other.refund().id().equals(refund.id()));
    if (known || !isLast(refund)) {
      rewritten++;
    }
    refunds.add(place(refunds.stream().map(Noted::refund).toList(), refund), noted);
  }

  void note(Circumstance circumstance) {
    boolean known = circumstances.removeIf(other -> other.id().equals(circumstance.id()));
    if (known || !isLast(circumstance)) {
      rewritten++;
    }
    circumstances.add(place(circumstances, circumstance), circumstance);
  }

  void withdraw(UUID id) {
    Entry known = index().remove(id);
    if (known != null) {
      entries.remove(known);
    }
    refunds.removeIf(noted -> noted.refund().id().equals(id));
    circumstances.removeIf(circumstance -> circumstance.id().equals(id));
    rewritten++;
  }

  private static int place(List<? extends Happening> ordered, Happening happening) {
    return -1 - Collections.binarySearch(ordered, happening, Happening.BUSINESS_ORDER);
  }

  private Map<UUID, Entry> index() {
    if (byId == null) {
      byId = new HashMap<>();
      for (Entry entry : entries) {
        byId.put(entry.cause().id(), entry);
      }
    }
    return byId;
  }

  @Nullable
  Entry find(UUID cause) {
    return index().get(cause);
  }

  @Nullable
  Noted findRefund(UUID id) {
    return refunds.stream().filter(noted -> noted.refund().id().equals(id)).findFirst().orElse(null);
  }

  @Nullable
  Circumstance findCircumstance(UUID id) {
    return circumstances.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
  }

  /** Whether nothing known lies after it. */
  boolean isLast(Happening happening) {
    return (circumstances.isEmpty() || isAfter(happening, circumstances.getLast()))
        && (entries.isEmpty() || isAfter(happening, entries.getLast().cause()))
        && (refunds.isEmpty() || isAfter(happening, refunds.getLast().refund()));
  }

  private static boolean isAfter(Happening happening, Happening other) {
    return Happening.BUSINESS_ORDER.compare(other, happening) < 0;
  }

  /** Whether anything known lies after an instant. */
  boolean isPast(Instant instant) {
    return (!entries.isEmpty() && entries.getLast().cause().at().isAfter(instant))
        || (!refunds.isEmpty() && refunds.getLast().refund().at().isAfter(instant))
        || (!circumstances.isEmpty() && circumstances.getLast().at().isAfter(instant));
  }

  /** The first interaction that is known; null where none is. */
  @Nullable
  Cause first() {
    return entries.isEmpty() ? null : entries.getFirst().cause();
  }

  /** The last interaction that is known; null where none is. */
  @Nullable
  Cause last() {
    return entries.isEmpty() ? null : entries.getLast().cause();
  }

  private List<Cause> causes() {
    List<Cause> causes = new ArrayList<>(entries.size());
    entries.forEach(entry -> causes.add(entry.cause()));
    return causes;
  }

  /** All of it. */
  List<Happening> happenings() {
    List<Happening> all = new ArrayList<>(causes());
    refunds.forEach(noted -> all.add(noted.refund()));
    all.addAll(circumstances);
    all.sort(Happening.BUSINESS_ORDER);
    return all;
  }

  Walk walk() {
    return new Walk();
  }

  /** How far somebody has gone along it. */
  final class Walk {
    private final int begun = rewritten;
    private int interactions;
    private int refunded;
    private int circumstantial;

    /** Whether what lies behind is as it was gone through. */
    boolean holds() {
      return begun == rewritten;
    }

    /** The next that happened; null at the end. */
    @Nullable
    Happening next() {
      Happening next = interactions < entries.size() ? entries.get(interactions).cause() : null;
      next = earlier(next, refunded < refunds.size() ? refunds.get(refunded).refund() : null);
      next = earlier(next, circumstantial < circumstances.size() ? circumstances.get(circumstantial) : null);
      switch (next) {
        case null -> {
          // There is no more.
        }
        case Cause ignored -> interactions++;
        case Refund ignored -> refunded++;
        case Circumstance ignored -> circumstantial++;
      }
      return next;
    }

    private static @Nullable Happening earlier(@Nullable Happening one, @Nullable Happening other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return Happening.BUSINESS_ORDER.compare(one, other) < 0 ? one : other;
    }
  }
}
