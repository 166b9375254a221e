package io.anamnesis.eventstore.axon;

import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/**
 * Aggregates of one kind, each named by its stream, for a decision that takes part of several: what is loaded stays locked until the
 * unit of work ends, and all of it is recorded in one append or nothing.
 */
public final class StreamAggregates<T> {
  private final Supplier<Repository<T>> repository;
  private final Function<String, T> empty;

  /**
   * @param repository known once all aggregates are configured
   * @param empty what there is of a stream without events
   */
  public StreamAggregates(Supplier<Repository<T>> repository, Function<String, T> empty) {
    this.repository = repository;
    this.empty = empty;
  }

  /** One of which nothing is recorded yet is there, too: Axon would log each name that a caller makes up, with a stack trace. */
  public Aggregate<T> load(String stream) {
    try {
      return repository.get().loadOrCreate(stream, () -> empty.apply(stream));
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
