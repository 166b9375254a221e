package io.anamnesis.projections;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * One generation's part in a scan of the log: its segments that are still at the beginning, folded in memory, one
 * {@link LoadPart} for each worker. Segments are given up where memory does not suffice: another scan is for them. Thread-safe.
 */
final class Load<S> {
  private final Folding<S> folding;
  private final BulkRows rows;
  private final Share wanted;
  private final Pace pace;
  private final List<LoadPart<S>> parts = new ArrayList<>();
  private final AtomicLongArray weights;
  private final CompletableFuture<Long> scanned = new CompletableFuture<>();
  private final CompletableFuture<Boolean> released = new CompletableFuture<>();
  private final Set<String> restated = new HashSet<>();
  /** Those who write on its behalf share it; who releases the load waits for them. */
  private final ReadWriteLock writing = new ReentrantReadWriteLock();
  private volatile Share kept;
  private volatile boolean[] keeping;
  private volatile long passed;

  /** @param wanted segments at the beginning of the log */
  Load(Folding<S> folding, BulkRows rows, Share wanted, Pace pace) {
    this.folding = folding;
    this.rows = rows;
    this.wanted = wanted;
    this.kept = wanted;
    this.keeping = held(wanted);
    this.pace = pace;
    this.weights = new AtomicLongArray(wanted.of());
  }

  /**
   * A scan is about to feed it.
   *
   * @param number its own among all that the scan feeds
   */
  void begin(int workers, int number) {
    for (int worker = 0; worker < workers; worker++) {
      parts.add(new LoadPart<>(this, number));
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

  List<LoadPart<S>> parts() {
    return parts;
  }

  int segments() {
    return wanted.of();
  }

  /** Those that were to be loaded. */
  Share wanted() {
    return wanted;
  }

  /** Those of them that were not given up. */
  Share kept() {
    return kept;
  }

  boolean keeps(int segment) {
    return keeping[segment];
  }

  /** Nothing is to be folded for it any more. */
  boolean isOver() {
    return scanned.isDone() || kept.isEmpty();
  }

  /** The subject's facts are not to be folded as they came: once all is scanned they are, as they are known then. */
  synchronized void restate(String subject) {
    restated.add(subject);
  }

  /** Those of the segments that are kept. */
  synchronized Set<String> restated() {
    return restated.stream().filter(subject -> keeps(Share.segmentOf(subject, segments())))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The last position that the scan has handed out. */
  long passed() {
    return passed;
  }

  void passed(long position, int events, long nanos) {
    passed = position;
    pace.passed(events, nanos);
  }

  /** A worker's states of a segment have grown by so many bytes, or shrunk. */
  void weighs(int segment, long more) {
    weights.addAndGet(segment, more);
  }

  /** Bytes of the states of the segments that are kept, as estimated. */
  long weight() {
    return kept.tokens().stream().mapToLong(token -> weights.get(token.segment())).sum();
  }

  /** Lets go half of the segments: their states are forgotten. */
  synchronized void giveUpHalf() {
    int left = kept.tokens().size() / 2;
    List<Token> stay = kept.tokens().subList(0, left);
    kept = new Share(kept.of(), stay);
    keeping = held(kept);
  }

  /** The log was scanned up to a position, and all of it is folded. */
  void complete(long upTo) {
    scanned.complete(upTo);
  }

  /** It comes to nothing. */
  void fail(Throwable failure) {
    scanned.completeExceptionally(failure);
  }

  /** Writes something of it, unless it is over: its owner may be about to take away all that was written. */
  void whileWanted(Runnable write) {
    writing.readLock().lock();
    try {
      if (!isOver()) {
        write.run();
      }
    } finally {
      writing.readLock().unlock();
    }
  }

  /** What it held is written, or void: its memory is free, and nothing is written any more when this returns. */
  void release() {
    fail(new IllegalStateException("its owner has gone"));
    writing.writeLock().lock();
    writing.writeLock().unlock();
    released.complete(true);
  }

  CompletableFuture<Boolean> released() {
    return released;
  }

  CompletableFuture<Long> scanned() {
    return scanned;
  }

  private static boolean[] held(Share share) {
    boolean[] held = new boolean[share.of()];
    share.tokens().forEach(token -> held[token.segment()] = true);
    return held;
  }
}
