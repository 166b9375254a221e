package io.anamnesis.eventstore.axon;

import java.util.List;
import java.util.function.BiFunction;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MessageDispatchInterceptor;

/** stub */
public final class DerivedEventIds implements MessageDispatchInterceptor<EventMessage<?>> {
  @Override
  public BiFunction<Integer, EventMessage<?>, EventMessage<?>> handle(List<? extends EventMessage<?>> messages) {
    throw new UnsupportedOperationException();
  }
}
