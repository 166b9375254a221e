package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Takes causes: those of one key one after another, keys on virtual threads beside each other. */
final class KeysInParallel {
  private static final int IN_FLIGHT = 64;

  private final Reaction reaction;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

  /** A key that did not get to its end, with the positions of the causes left. */
  record Stuck(Parked parked, List<Long> positions) {}

  KeysInParallel(Reaction reaction) {
    this.reaction = reaction;
  }

  /**
   * Returns when every key is at its end or stuck.
   *
   * @throws InterruptedException if the policy was stopped before
   */
  List<Stuck> take(Map<String, List<Recorded>> byKey) throws InterruptedException {
    List<Future<Optional<Stuck>>> pending = new ArrayList<>();
    List<Stuck> stuck = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      byKey.forEach((key, causes) -> pending.add(threads.submit(() -> inTurn(key, causes))));
    }
    for (Future<Optional<Stuck>> outcome : pending) {
      try {
        outcome.get().ifPresent(stuck::add);
      } catch (ExecutionException failed) {
        throwAsWas(failed.getCause());
      }
    }
    return stuck;
  }

  private Optional<Stuck> inTurn(String key, List<Recorded> causes) throws InterruptedException {
    inFlight.acquire();
    try {
      for (int i = 0; i < causes.size(); i++) {
        Optional<Exception> failure = reaction.take(causes.get(i));
        if (failure.isPresent()) {
          return Optional.of(new Stuck(new Parked(key, causes.get(i).position(), FailureNote.of(failure.get())),
              causes.subList(i, causes.size()).stream().map(Recorded::position).toList()));
        }
      }
      return Optional.empty();
    } finally {
      inFlight.release();
    }
  }

  private static void throwAsWas(@Nullable Throwable cause) throws InterruptedException {
    switch (cause) {
      case InterruptedException stopped -> throw stopped;
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException("a reaction failed", cause);
    }
  }
}
