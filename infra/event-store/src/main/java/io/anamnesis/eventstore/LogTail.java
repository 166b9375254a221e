package io.anamnesis.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log as the followers of one process read it: what they read lately is kept, so that an event is read and decoded once
 * for all of them while they keep up with each other. One who is behind reads for himself, and who comes by the same place
 * at the same time waits for that one read. Thread-safe.
 *
 * <p>
 * It keeps what was read from the log and nothing else, as what this process appends may have lower positions of other
 * processes before it. So it gives what the log gives: dense, and nothing that might not be there.
 */
public final class LogTail {
  /** Some 25,000 events of a usual size. */
  private static final long KEPT_BYTES = 32 << 20;

  private final EventLog log;
  private final EventDecoder decoder;
  private final KeptEvents kept;
  private final List<Load> loads = new ArrayList<>();
  private long begun;

  /** @param keptBytes memory for events, decoded ones included; an estimate */
  public LogTail(EventLog log, EventDecoder decoder, long keptBytes) {
    this.log = log;
    this.decoder = decoder;
    this.kept = new KeptEvents(keptBytes);
  }

  public LogTail(EventLog log, EventDecoder decoder) {
    this(log, decoder, KEPT_BYTES);
  }

  /** A read under way, for whoever wants what it will bring. */
  private record Load(long number, long after, int limit, CompletableFuture<List<LoggedEvent>> events) {
    boolean covers(long position) {
      return position > after && position <= after + limit;
    }
  }

  /** How a reader gets at what it wants. */
  private sealed interface Way {
    record Kept(List<LoggedEvent> events) implements Way {}

    record Own(Load load) implements Way {}

    record Shared(Load load) implements Way {}
  }

  /**
   * As {@link EventLog#read}: empty at the end of the log only, and never without what was committed before the call.
   *
   * @throws LogUnavailable if the database could not be asked
   */
  public List<LoggedEvent> read(long after, int limit) {
    long begunBefore = begunSoFar();
    List<LoggedEvent> events = null;
    while (events == null) {
      events = switch (wayTo(after, limit)) {
        case Way.Kept(List<LoggedEvent> kept) -> kept;
        case Way.Own(Load load) -> carryOut(load);
        case Way.Shared(Load load) -> await(load, after, limit, begunBefore);
      };
    }
    return events;
  }

  /**
   * As {@link EventLog#scan(long, long, Consumer)}; not kept, as it is much and nobody else is at the same place.
   *
   * @return the last position handed over; {@code after} if there was none
   */
  public long scan(long after, long upTo, Consumer<? super List<LoggedEvent>> pages) throws InterruptedException {
    return log.scan(after, upTo,
        page -> pages.accept(page.stream().map(event -> new LoggedEvent(event, decoder)).toList()));
  }

  /** An event that came from {@link #scan} and was set aside since. */
  public LoggedEvent logged(StoredEvent event) {
    return new LoggedEvent(event, decoder);
  }

  /** As {@link EventLog#readSubject}; not kept, as nobody else is likely to want the same. */
  public List<LoggedEvent> readSubject(String subject, long after, int limit) {
    return log.readSubject(subject, after, limit).stream().map(event -> new LoggedEvent(event, decoder)).toList();
  }

  /** As {@link EventLog#readSubjectAsOccurred}; not kept either. */
  public List<LoggedEvent> readSubjectAsOccurred(String subject, Occurrence after, long upTo, int limit) {
    return log.readSubjectAsOccurred(subject, after, upTo, limit).stream()
        .map(event -> new LoggedEvent(event, decoder)).toList();
  }

  /** As {@link EventLog#readStream}; not kept either. */
  public List<LoggedEvent> readStream(String stream, long fromSeq, int limit) {
    return log.readStream(stream, fromSeq, limit).stream().map(event -> new LoggedEvent(event, decoder)).toList();
  }

  /** As {@link EventLog#head}. */
  public long head() {
    return log.head();
  }

  private synchronized long begunSoFar() {
    return begun;
  }

  private synchronized Way wayTo(long after, int limit) {
    List<LoggedEvent> known = kept.following(after, limit);
    if (!known.isEmpty()) {
      return new Way.Kept(known);
    }
    for (Load load : loads) {
      if (load.covers(after + 1)) {
        return new Way.Shared(load);
      }
    }
    return new Way.Own(begin(after, limit));
  }

  private Load begin(long after, int limit) {
    begun++;
    Load load = new Load(begun, after, limit, new CompletableFuture<>());
    loads.add(load);
    return load;
  }

  private List<LoggedEvent> carryOut(Load load) {
    try {
      List<StoredEvent> page = log.read(load.after(), load.limit());
      synchronized (this) {
        List<LoggedEvent> events = kept.add(page, decoder);
        loads.remove(load);
        load.events().complete(events);
        return events;
      }
    } catch (RuntimeException | Error failed) {
      synchronized (this) {
        loads.remove(load);
      }
      // That this reader was stopped is no trouble of the others.
      load.events().completeExceptionally(
          Thread.currentThread().isInterrupted() ? new CancellationException("who read was interrupted") : failed);
      throw failed;
    }
  }

  /**
   * What another reads, as far as it answers this call; null where it does not, and the way must be found again. His troubles
   * need not be those of who waited for him. But a database that did not answer him is not asked once more by each.
   */
  private static @Nullable List<LoggedEvent> await(Load load, long after, int limit, long begunBefore) {
    List<LoggedEvent> read;
    try {
      read = load.events().join();
    } catch (CancellationException stopped) {
      return null;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof LogUnavailable unavailable) {
        throw unavailable;
      }
      return null;
    }
    // An end of the log that may have been seen before this call is none for it.
    boolean answers = load.after() == after && (!read.isEmpty() || load.number() > begunBefore);
    return answers ? read.subList(0, Math.min(limit, read.size())) : null;
  }
}
