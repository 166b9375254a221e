package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pure fold over all history without writing anything: per key in the log's order, keys in parallel. It keeps what is
 * folded of every key until the end of the log; so that memory stays bounded it goes over the log several times, each time
 * for a part of the keys.
 *
 * @param <T> what is folded of one key; changed in place, by one thread at a time
 */
public final class HistoryScan<T> {
  /** Of a log of even length per key: some hundred bytes are kept of an event. */
  private static final long EVENTS_A_PASS = 1_000_000;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Trial<T> trial;
  private final Subscription declared;
  private final long upTo;
  private final int passes;
  private final int lanes = Runtime.getRuntime().availableProcessors();
  private final AtomicLong passed = new AtomicLong();
  private volatile boolean cancelled;

  /** What is tried on every key. Its methods are called by several threads, for different keys. */
  public interface Trial<T> {
    /** The events that it declares: records, or the sealed interface of a family. */
    Set<Class<? extends CustomerEvent>> events();

    /**
     * Whether an event of a declared type can be anybody's at all: what is not is not even decoded. An undecodable one spoils
     * its subject only where it is.
     */
    default boolean concerns(StoredEvent event) {
      return true;
    }

    /** Whose event it is, each once; empty: nobody's. */
    Collection<String> keys(Recorded event);

    T begin(String key);

    /** Folds the key's next event. */
    void take(T folded, Recorded event);

    /** An event of the key cannot be decoded, or {@link #take} failed at it: what is folded of it is void. */
    void spoil(T folded);

    /** The key's history is at its end. */
    void end(T folded);
  }

  /** An event on its way to its key; without one, what could not be decoded. */
  private record Routed(String key, int lane, @Nullable Recorded event) {}

  /** @param upTo the last position to go to */
  public HistoryScan(EventLog log, EventDecoder decoder, Trial<T> trial, long upTo) {
    this(log, decoder, trial, upTo, (int) Math.max(1, (upTo + EVENTS_A_PASS - 1) / EVENTS_A_PASS));
  }

  HistoryScan(EventLog log, EventDecoder decoder, Trial<T> trial, long upTo, int passes) {
    this.log = log;
    this.decoder = decoder;
    this.trial = trial;
    this.declared = EventCatalogue.standard().declares(trial.events());
    this.upTo = upTo;
    this.passes = passes;
  }

  /**
   * Goes over the log; for one call.
   *
   * @throws CancellationException if it was cancelled before the end
   * @throws UnknownRevision at an event of a declared type that is newer than this build
   */
  public void run() throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(lanes,
        Thread.ofPlatform().daemon().name("history-", 0).factory())) {
      for (int pass = 0; pass < passes; pass++) {
        pass(pass, new Lanes(threads));
      }
    }
  }

  /** How much is done, from 0 to 1. */
  public double progress() {
    return upTo == 0 ? 1 : Math.min(1, passed.doubleValue() / (upTo * passes));
  }

  /** Events read so far, each as often as it was read. */
  public long eventsRead() {
    return passed.get();
  }

  /** Events that are read by the end. */
  public long eventsToRead() {
    return upTo * passes;
  }

  /** Ends it soon, from whatever thread. */
  public void cancel() {
    cancelled = true;
  }

  private void pass(int pass, Lanes keys) throws InterruptedException {
    try (LogScan scan = log.scan(0, upTo)) {
      for (List<StoredEvent> page = scan.next(); !page.isEmpty(); page = scan.next()) {
        if (cancelled) {
          throw new CancellationException("the scan was cancelled");
        }
        keys.take(page, pass);
        passed.addAndGet(page.size());
      }
    }
    keys.end();
  }

  /** The keys of one pass, spread over lanes: a key's events stay in their order as they stay in one lane. */
  private final class Lanes {
    private final ExecutorService threads;
    private final List<Map<String, T>> folded =
        IntStream.range(0, lanes).mapToObj(lane -> (Map<String, T>) new HashMap<String, T>()).toList();

    Lanes(ExecutorService threads) {
      this.threads = threads;
    }

    void take(List<StoredEvent> page, int pass) throws InterruptedException {
      List<List<Routed>> parts = IntStream.range(0, lanes).mapToObj(part -> (List<Routed>) new ArrayList<Routed>())
          .toList();
      // Decoding is most of the work: it is shared first, and then the folding.
      inParallel(part -> page.subList(page.size() * part / lanes, page.size() * (part + 1) / lanes)
          .forEach(event -> parts.get(part).addAll(route(event, pass))));
      inParallel(lane -> parts.forEach(part -> part.forEach(event -> {
        if (event.lane() == lane) {
          fold(event);
        }
      })));
    }

    void end() throws InterruptedException {
      inParallel(lane -> folded.get(lane).values().forEach(trial::end));
    }

    private void fold(Routed event) {
      T of = folded.get(event.lane()).computeIfAbsent(event.key(), trial::begin);
      Recorded recorded = event.event();
      if (recorded == null) {
        trial.spoil(of);
        return;
      }
      try {
        trial.take(of, recorded);
      } catch (RuntimeException | StackOverflowError | AssertionError poison) {
        trial.spoil(of);
      }
    }

    private void inParallel(IntConsumer work) throws InterruptedException {
      Parallel.forEach(threads, lanes, work);
    }
  }

  private List<Routed> route(StoredEvent event, int pass) {
    if (!declared.test(event.type()) || !trial.concerns(event)) {
      return List.of();
    }
    Recorded recorded = decode(event);
    List<Routed> routed = new ArrayList<>(1);
    for (String key : keys(event, recorded)) {
      int segment = Share.segmentOf(key, passes * lanes);
      if (segment / lanes == pass) {
        routed.add(new Routed(key, segment % lanes, recorded));
      }
    }
    return routed;
  }

  private Collection<String> keys(StoredEvent event, @Nullable Recorded recorded) {
    if (recorded != null) {
      return trial.keys(recorded);
    }
    return event.subject() == null ? List.of() : List.of(event.subject());
  }

  private @Nullable Recorded decode(StoredEvent event) {
    try {
      return decoder.decode(event);
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException | StackOverflowError poison) {
      return null;
    }
  }
}
