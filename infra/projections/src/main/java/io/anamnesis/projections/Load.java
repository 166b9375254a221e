package io.anamnesis.projections;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** One generation's part in a scan of the log, folded and written by one {@link LoadPart} for each worker. Thread-safe. */
final class Load<S> {
  private final Folding<S> folding;
  private final BulkRows rows;
  private final Share claim;
  private final Refold<S> refold;
  private final Pace pace;
  private final List<LoadPart<S>> parts = new ArrayList<>();
  private final CompletableFuture<Long> written = new CompletableFuture<>();
  private final Set<String> restated = new HashSet<>();
  private final Queue<String> toRestate = new ConcurrentLinkedQueue<>();
  /** Those who write on its behalf share it; who releases the load waits for them. */
  private final ReadWriteLock writing = new ReentrantReadWriteLock();
  private volatile boolean divided;
  private volatile long passed;

  /** @param claim all segments, at the beginning of the log */
  Load(Folding<S> folding, BulkRows rows, Share claim, Refold<S> refold, Pace pace) {
    this.folding = folding;
    this.rows = rows;
    this.claim = claim;
    this.refold = refold;
    this.pace = pace;
  }

  /**
   * A scan is about to feed it.
   *
   * @param number its own among all that the scan feeds
   * @param piece bytes that each worker may hold of what is to be sent
   */
  void begin(int workers, int number, int piece) {
    for (int worker = 0; worker < workers; worker++) {
      parts.add(new LoadPart<>(this, number, piece));
    }
  }

  Folding<S> folding() {
    return folding;
  }

  BulkRows rows() {
    return rows;
  }

  LoadPart<S> part(int worker) {
    return parts.get(worker);
  }

  /** Of all workers: what they have folded. */
  List<OutcomePieces> pieces() {
    return parts.stream().map(LoadPart::pieces).toList();
  }

  /** Nothing is to be done for it any more. */
  boolean isOver() {
    return written.isDone();
  }

  /** While the log is divided: the subject's facts are not to be folded as they came, but as they are known in the end. */
  void restate(String subject) {
    if (restated.add(subject)) {
      toRestate.add(subject);
    }
  }

  /** Known when the log is divided. */
  boolean isRestated(String subject) {
    return restated.contains(subject);
  }

  /** One whose facts are to be folded as they are known; null when somebody has seen to each. */
  @Nullable
  String nextToRestate() {
    return toRestate.poll();
  }

  SubjectOutcome<S> foldAnew(String subject, long upTo) {
    return refold.outcome(subject, upTo, Held.initial(folding.projection()));
  }

  /** The whole log was read; now lives are folded and written. */
  void divided() {
    passed = 0;
    divided = true;
  }

  boolean isDivided() {
    return divided;
  }

  /** So many events of the log have been read; once it is {@link #divided}, folded and written. */
  long passed() {
    return passed;
  }

  void passed(long all, long more, long nanos) {
    passed = all;
    pace.passed(more, nanos);
  }

  /** The log was scanned up to a position, and all of it is folded and sent. */
  void complete(long upTo) {
    written.complete(upTo);
  }

  /** It comes to nothing. */
  void fail(Throwable failure) {
    written.completeExceptionally(failure);
  }

  /** Sends pieces, unless it is over: its owner may be about to take away all that was written. */
  void send(OutcomePieces pieces) {
    writing.readLock().lock();
    try {
      if (!isOver()) {
        rows.send(claim, pieces);
      }
    } finally {
      writing.readLock().unlock();
    }
  }

  /** Its owner goes: nothing is written any more when this returns. */
  void release() {
    fail(new IllegalStateException("its owner has gone"));
    writing.writeLock().lock();
    writing.writeLock().unlock();
  }

  CompletableFuture<Long> written() {
    return written;
  }
}
