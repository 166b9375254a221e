package io.anamnesis.benchmarks;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.jspecify.annotations.Nullable;

/** Persists what it is told to, one event after the other; it keeps no state. When an event cannot be persisted it ends. */
final class PekkoEntity extends AbstractPersistentActor {
  /** @param answer is given when the event is durable; one must have been given before the next append is sent */
  record Append(Object event, CompletableFuture<Void> answer) {}

  private final String persistenceId;
  private @Nullable Append current;

  private PekkoEntity(String persistenceId) {
    this.persistenceId = persistenceId;
  }

  static Props props(String persistenceId) {
    return Props.create(PekkoEntity.class, () -> new PekkoEntity(persistenceId));
  }

  @Override
  public String persistenceId() {
    return persistenceId;
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder().matchAny(event -> {}).build();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().match(Append.class, append -> {
      current = append;
      persist(append.event(), event -> append.answer().complete(null));
    }).build();
  }

  @Override
  public void onPersistFailure(Throwable cause, Object event, long seqNr) {
    fail(cause);
  }

  @Override
  public void onPersistRejected(Throwable cause, Object event, long seqNr) {
    fail(cause);
  }

  private void fail(Throwable cause) {
    if (current != null) {
      current.answer().completeExceptionally(cause);
    }
  }
}
