package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Original;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subject's life as it is known at a position of the log: each fact in its own place with the content that the last word on
 * it gives, what is withdrawn left out. It is read page by page, and of its corrections alone all are held at once.
 */
public final class KnownLife {
  private static final int PAGE = 1_000;
  private static final Set<String> STATEMENTS = EventCatalogue.standard().typesOf(Set.of(AuditEvent.class));

  private final LogTail log;
  private final String subject;
  private final long upTo;
  private final @Nullable Instant effectiveAt;
  private final Predicate<String> declared;
  private final LongPredicate skipped;

  /**
   * @param upTo the last position to go to
   * @param effectiveAt leaves out what occurred after it; whenever that was corrected
   * @param declared the types that are told
   * @param skipped positions that are passed over; of a correction: as if it had not been told
   */
  public KnownLife(LogTail log, String subject, long upTo, @Nullable Instant effectiveAt, Predicate<String> declared,
      LongPredicate skipped) {
    this.log = log;
    this.subject = subject;
    this.upTo = upTo;
    this.effectiveAt = effectiveAt;
    this.declared = declared;
    this.skipped = skipped;
  }

  /**
   * What was told of the facts later.
   *
   * @param byFact the last correction or withdrawal, by the event id of the fact
   * @param position of the last one that is about something told; 0 if there is none
   * @param reached the last position of the life that was read for it: what comes later may know more
   */
  public record LastWords(Map<UUID, LoggedEvent> byFact, long position, long reached) {
    private static final LastWords NONE = new LastWords(Map.of(), 0, Long.MAX_VALUE);
  }

  /**
   * Something folded of the life.
   *
   * @param restated position of the last correction or withdrawal that it heeds; 0 if there is none
   */
  public record Told<T>(T folded, long restated) {}

  /**
   * Whether it is a correction or a withdrawal of a fact of a declared type. One that cannot be read is: whoever looks into
   * it gets stuck.
   *
   * @throws UnknownRevision if it is newer than this build
   */
  static boolean restates(LoggedEvent event, Predicate<String> declared) {
    if (!isStatement(event)) {
      return false;
    }
    try {
      Original original = event.recorded().metadata().original();
      return original != null && declared.test(original.type());
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException unreadable) {
      return true;
    }
  }

  /** Whether it is a correction or a withdrawal of whatever fact. */
  static boolean isStatement(LoggedEvent event) {
    return STATEMENTS.contains(event.type());
  }

  /**
   * Folds it. A life without corrections, as most are, is read once; one with some twice.
   *
   * @param fresh something to begin with; asked for twice where the life is read twice
   */
  public <T> Told<T> fold(Supplier<T> fresh, BiConsumer<T, LoggedEvent> take) {
    T hopeful = fresh.get();
    LastWords words = walk(LastWords.NONE, event -> take.accept(hopeful, event));
    if (words.byFact().isEmpty()) {
      return new Told<>(hopeful, words.position());
    }
    T known = fresh.get();
    tell(words, event -> take.accept(known, event));
    return new Told<>(known, words.position());
  }

  /** What is said of its facts later. */
  public LastWords lastWords() {
    return walk(LastWords.NONE, event -> {});
  }

  /** Tells it, event by event. */
  public <X extends Exception> void tell(LastWords words, Listener<X> listener) throws X {
    walk(words, listener);
  }

  /** Hears of a life. */
  @FunctionalInterface
  public interface Listener<X extends Exception> {
    void take(LoggedEvent event) throws X;
  }

  private <X extends Exception> LastWords walk(LastWords known, Listener<X> listener) throws X {
    Gathering gathered = new Gathering();
    long last = Math.min(upTo, known.reached());
    long after = 0;
    boolean ended = false;
    while (!ended) {
      List<LoggedEvent> page = log.readSubject(subject, after, PAGE);
      for (LoggedEvent event : page) {
        if (event.position() <= last && !skipped.test(event.position())) {
          boolean readable = gathered.heed(event);
          // Once something is to be told otherwise than it was, the rest of this telling is of no use.
          if (gathered.words.isEmpty() || !known.byFact().isEmpty()) {
            tell(event, readable, known, listener);
          }
        }
      }
      ended = page.size() < PAGE || page.getLast().position() >= last;
      after = page.isEmpty() ? after : page.getLast().position();
    }
    return new LastWords(Map.copyOf(gathered.words), gathered.position, Math.min(last, after));
  }

  private <X extends Exception> void tell(LoggedEvent event, boolean readable, LastWords known, Listener<X> listener)
      throws X {
    if (!readable) {
      listener.take(event);
    } else if (declared.test(event.type()) && hasOccurred(event.stored().occurredAt())) {
      LoggedEvent word = known.byFact().isEmpty() ? null : known.byFact().get(event.stored().eventId());
      if (word == null) {
        listener.take(event);
      } else if (!(word.recorded().event() instanceof FactWithdrawn)) {
        listener.take(event.correctedBy(word));
      }
    }
  }

  private boolean hasOccurred(Instant occurredAt) {
    return effectiveAt == null || !occurredAt.isAfter(effectiveAt);
  }

  /** Corrections and withdrawals met on the way. */
  private final class Gathering {
    private final Map<UUID, LoggedEvent> words = new HashMap<>();
    private long position;

    /** @return false for one that cannot be read */
    boolean heed(LoggedEvent event) {
      if (!restates(event, declared)) {
        return true;
      }
      Original original;
      try {
        original = event.recorded().metadata().original();
      } catch (RuntimeException unreadable) {
        return false;
      }
      if (original != null && hasOccurred(original.occurredAt())) {
        words.put(original.eventId(), event);
        position = event.position();
      }
      return true;
    }
  }
}
