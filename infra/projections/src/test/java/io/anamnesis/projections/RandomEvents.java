package io.anamnesis.projections;

import io.anamnesis.events.Amount;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Id;
import io.anamnesis.events.Sealed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of any type with random fields, out of few values each, so that they meet: a refund its purchase, a second visit the
 * first. Where a fold knows words of its own, tell them.
 */
public final class RandomEvents {
  private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
  private static final int DAYS = 900;
  private static final int TRIES = 1_000;

  private final Random random;
  private final List<String> words;

  /** @param words that codes and texts are made of, besides some that no fold knows */
  public RandomEvents(Random random, String... words) {
    this.random = random;
    List<String> all = new ArrayList<>(List.of("unheard-of", "n1", "n2"));
    all.addAll(Arrays.asList(words));
    this.words = List.copyOf(all);
  }

  Random random() {
    return random;
  }

  /** An instant of some nine hundred days. */
  public Instant instant() {
    return BEGIN.plus(Duration.ofMinutes(random.nextInt(DAYS * 24 * 60)));
  }

  /** @throws IllegalStateException if no values were found that the record takes */
  public <E extends CustomerEvent> E of(Class<E> type) {
    return type.cast(record(type));
  }

  Object record(Class<?> type) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      RecordComponent[] components = type.getRecordComponents();
      @Nullable
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = component(components[i]);
      }
      Object made = make(type, values);
      if (made != null) {
        return made;
      }
    }
    throw new IllegalStateException("no values were found that " + type + " takes");
  }

  /** Null where the record refuses these values: they do not go together. */
  static @Nullable Object make(Class<?> type, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException refused) {
      return null;
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Nullable
  Object component(RecordComponent component) {
    boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || component.getAccessor().getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
    return optional && random.nextInt(4) == 0 ? null : value(component.getGenericType());
  }

  Object value(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      List<Object> values = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        values.add(value(list.getActualTypeArguments()[0]));
      }
      return List.copyOf(values);
    }
    return plain((Class<?>) type);
  }

  private Object plain(Class<?> type) {
    if (type == CustomerId.class) {
      return new CustomerId("C-" + random.nextInt(4));
    } else if (type == Sealed.class) {
      return new Sealed("r." + random.nextInt(4));
    } else if (type == Amount.class) {
      return Amount.of(decimal().toPlainString());
    } else if (Id.class.isAssignableFrom(type)) {
      return id(type);
    } else if (type == String.class) {
      return word();
    } else if (type == Currency.class) {
      return Currency.getInstance(random.nextInt(4) == 0 ? "USD" : "CNY");
    } else if (type == UUID.class) {
      return new UUID(0, random.nextInt(4));
    } else if (type == BigDecimal.class) {
      return decimal();
    } else if (type == int.class || type == Integer.class) {
      return 1 + random.nextInt(5);
    } else if (type == long.class || type == Long.class) {
      return 1L + random.nextInt(900);
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == Instant.class) {
      return instant();
    } else if (type == OffsetDateTime.class) {
      return instant().atOffset(ZoneOffset.ofHours(8));
    } else if (type == LocalDate.class) {
      return LocalDate.ofInstant(instant(), ZoneOffset.UTC);
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type.isRecord()) {
      return record(type);
    }
    throw new IllegalStateException("no values are known for " + type);
  }

  private Object id(Class<?> type) {
    Object made = make(type, new Object[]{word()});
    if (made == null) {
      throw new IllegalStateException(type + " takes no word");
    }
    return made;
  }

  private String word() {
    return words.get(random.nextInt(words.size()));
  }

  private BigDecimal decimal() {
    return BigDecimal.valueOf(random.nextInt(40_000), 2);
  }
}
