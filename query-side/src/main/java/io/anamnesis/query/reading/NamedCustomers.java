package io.anamnesis.query.reading;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;

/** The customers that an event names, however deep in it: whom else it may bear on. */
public final class NamedCustomers {
  private final Set<String> found = new TreeSet<>();

  private NamedCustomers() {}

  public static Set<String> of(CustomerEvent event) {
    NamedCustomers named = new NamedCustomers();
    named.look(event);
    return named.found;
  }

  private void look(@Nullable Object value) {
    switch (value) {
      case CustomerId customer -> found.add(customer.value());
      case Collection<?> many -> many.forEach(this::look);
      case Map<?, ?> map -> map.forEach((name, one) -> {
        look(name);
        look(one);
      });
      case Record parts -> {
        for (RecordComponent component : parts.getClass().getRecordComponents()) {
          look(valueOf(parts, component));
        }
      }
      case null, default -> {
        // A value names nobody.
      }
    }
  }

  private static @Nullable Object valueOf(Record parts, RecordComponent component) {
    try {
      return component.getAccessor().invoke(parts);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("a component of a public record can be read", impossible);
    }
  }
}
