package io.anamnesis.eventstore.axon;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Commands on the log: a command bus without transactions over an event store that is the log. Nothing else runs in a
 * command's unit of work, since its append is durable before the unit of work ends.
 */
public final class AxonCommands {
  private AxonCommands() {}

  /** As {@link #start(EventLog, EventCatalogue, SnapshotStore, UnaryOperator, Consumer)}, without snapshots. */
  public static Configuration start(EventLog log, EventCatalogue catalogue, UnaryOperator<NewEvent> binding,
      Consumer<Configurer> aggregates) {
    return start(log, catalogue, SnapshotStore.NONE, binding, aggregates);
  }

  /**
   * Wires and starts Axon: no Axon Server, no update check, no XStream, no event processor. Who adds a processor finds a
   * {@link LogMessageSource} for it among the components.
   *
   * @param binding what becomes of an event on its way into the log
   * @param aggregates registers the aggregates
   * @return started; to be shut down by the caller
   */
  public static Configuration start(EventLog log, EventCatalogue catalogue, SnapshotStore snapshots,
      UnaryOperator<NewEvent> binding, Consumer<Configurer> aggregates) {
    // Modules found on the class path would bring the update check.
    Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
        .configureSerializer(c -> Jackson3Serializer.builder().build())
        .configureTransactionManager(c -> NoTransactionManager.INSTANCE).configureCommandBus(c -> commandBus())
        .configureEventStore(c -> eventStore(new LogStorageEngine(log, catalogue, snapshots, binding)))
        .registerComponent(LogMessageSource.class, c -> messageSource(log, catalogue));
    aggregates.accept(configurer);
    return configurer.start();
  }

  /** Sends a command and waits for what becomes of it. Never throws: what went wrong is in the result. */
  public static CommandResultMessage<?> send(CommandBus commands, Object command, MetaData metadata) {
    FutureCallback<Object, Object> done = new FutureCallback<>();
    commands.dispatch(new GenericCommandMessage<>(command, metadata), done);
    return done.getResult();
  }

  /**
   * Sends a command whose events get ids of its cause, so that they are recorded once. Who repeats it must not fail: an
   * earlier try has won.
   *
   * @return what its handler returns; null where that is nothing, and where it was decided before
   */
  public static @Nullable Object sendOnce(CommandBus commands, Object command, Map<String, String> metadata) {
    CommandResultMessage<?> result = send(commands, command, MetaData.from(metadata));
    if (!result.isExceptional()) {
      return result.getPayload();
    }
    Throwable failure = result.exceptionResult();
    if (causeOf(failure, AlreadyDecided.class) != null) {
      return null;
    }
    throw failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("a command failed", failure);
  }

  /** The first of a type among a failure and its causes: Axon wraps what a command failed of. Null if there is none. */
  public static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  private static SimpleCommandBus commandBus() {
    SimpleCommandBus bus = SimpleCommandBus.builder().transactionManager(NoTransactionManager.INSTANCE)
        .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE).build();
    bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(DerivedEventIds.FROM_COMMAND));
    return bus;
  }

  /** Made when a processor asks for it: commands alone need none. */
  private static LogMessageSource messageSource(EventLog log, EventCatalogue catalogue) {
    return new LogMessageSource(log, new LogTail(log, new EventDecoder(catalogue)));
  }

  private static EmbeddedEventStore eventStore(LogStorageEngine engine) {
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine).build();
    store.registerDispatchInterceptor(new DerivedEventIds());
    return store;
  }
}
