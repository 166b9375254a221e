package io.anamnesis.command.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the events of one request through the intake, chunk by chunk: while one chunk is committed the next is parsed and
 * sealed and the one after it is read. Chunks are committed in their order, so the facts of a request keep theirs; no more
 * than {@link #IN_FLIGHT} are held, so memory is flat at any length.
 */
final class IntakePipeline {
  private static final Logger LOG = LoggerFactory.getLogger(IntakePipeline.class);

  private static final int IN_FLIGHT = 3;
  private static final int CHUNK_EVENTS = 500;
  private static final int CHUNK_BYTES = 1024 * 1024;

  private final FactIntake intake;
  private final Quarantine quarantine;
  private final Executor executor;

  /** @param executor runs a task that may block, for example on a virtual thread of its own */
  IntakePipeline(FactIntake intake, Quarantine quarantine, Executor executor) {
    this.intake = intake;
    this.quarantine = quarantine;
    this.executor = executor;
  }

  /**
   * Takes a request whole; returns when the fate of each of its events is durable.
   *
   * @param actor who sent it
   * @throws RuntimeException if a chunk could not be committed; none after it was
   */
  Account take(FactReader reader, String actor) {
    Account account = new Account();
    Deque<CompletableFuture<List<Fate>>> inFlight = new ArrayDeque<>();
    CompletableFuture<List<Fate>> turn = CompletableFuture.completedFuture(List.of());
    for (List<RawFact> next = chunk(reader); !next.isEmpty(); next = chunk(reader)) {
      if (inFlight.size() == IN_FLIGHT) {
        settle(inFlight.removeFirst(), account);
      }
      List<RawFact> chunk = next;
      var ready = CompletableFuture.supplyAsync(() -> intake.prepare(chunk, actor), executor);
      turn =
          turn.thenCombineAsync(ready, (before, prepared) -> intake.commit(prepared, Patience.OF_A_STREAM), executor);
      inFlight.add(turn);
    }
    while (!inFlight.isEmpty()) {
      settle(inFlight.removeFirst(), account);
    }
    return account;
  }

  /**
   * Takes one event.
   *
   * @throws QuarantineUnavailable if it was rejected and could not be kept
   */
  Fate takeOne(RawFact raw, String actor) {
    Fate fate = intake.commit(intake.prepare(List.of(raw), actor), Patience.NONE).getFirst();
    if (fate instanceof Rejection rejection && !kept(List.of(rejection))) {
      throw new QuarantineUnavailable();
    }
    return fate;
  }

  private void settle(CompletableFuture<List<Fate>> committed, Account account) {
    List<Rejection> rejections = new ArrayList<>();
    for (Fate fate : join(committed)) {
      account.add(fate);
      if (fate instanceof Rejection rejection) {
        rejections.add(rejection);
      }
    }
    if (!kept(rejections)) {
      // The good facts of the request come first; its answer will not claim what is not so.
      account.quarantineFailed();
    }
  }

  private boolean kept(List<Rejection> rejections) {
    try {
      quarantine.keep(rejections);
      return true;
    } catch (RuntimeException unavailable) {
      LOG.error("{} rejected events could not be put into quarantine: {}", rejections.size(),
          unavailable.getClass().getName());
      return false;
    }
  }

  private static List<RawFact> chunk(FactReader reader) {
    List<RawFact> chunk = new ArrayList<>();
    int bytes = 0;
    while (chunk.size() < CHUNK_EVENTS && bytes < CHUNK_BYTES) {
      RawFact next = reader.next();
      if (next == null) {
        break;
      }
      chunk.add(next);
      bytes += next.body().length;
    }
    return chunk;
  }

  private static List<Fate> join(CompletableFuture<List<Fate>> committed) {
    try {
      return committed.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  /** A rejection could not be kept: to answer as if it were would lose it. */
  static final class QuarantineUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
