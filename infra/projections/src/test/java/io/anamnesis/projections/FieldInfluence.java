package io.anamnesis.projections;

import io.anamnesis.events.Amount;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Id;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of its events a fold heeds, found by trying: of a random life one field of one event is changed, and the life
 * folded again. Where state or lines differ, the field is heeded. What is never seen to matter may still be read; what is
 * named here does matter.
 */
public final class FieldInfluence {
  private static final int LIVES = 400;
  private static final int LONGEST = 8;
  private static final int CHANGES = 20;

  private final RandomEvents events;
  private final Random random;

  private FieldInfluence(long seed, String... words) {
    this.random = new Random(seed);
    this.events = new RandomEvents(random, words);
  }

  /**
   * Paths of fields by type of event: {@code site, lines, lines[].amount}. The same for as long as the fold and the records
   * stay.
   *
   * @param words that the fold knows
   */
  public static <S> SortedMap<String, SortedSet<String>> of(Projection<S, ?> projection, String... words) {
    SortedMap<String, SortedSet<String>> heeded = new TreeMap<>();
    for (Class<? extends CustomerEvent> type : RandomLives.typesOf(projection)) {
      heeded.put(EventCatalogue.standard().of(type).type(),
          new FieldInfluence(projection.name().hashCode(), words).fields(projection, type));
    }
    return heeded;
  }

  private <S> SortedSet<String> fields(Projection<S, ?> projection, Class<? extends CustomerEvent> type) {
    SortedSet<String> heeded = new TreeSet<>();
    List<String> open = new ArrayList<>(paths(type, ""));
    for (int life = 0; life < LIVES && !open.isEmpty(); life++) {
      List<Recorded> events =
          new ArrayList<>(new RandomLives(projection, this.events).life(1 + random.nextInt(LONGEST)));
      int place = random.nextInt(events.size());
      events.set(place, RandomLives.recorded(place + 1L, this.events.instant(), this.events.of(type)));
      Outcome before = outcome(projection, events);
      for (String path : before == null ? List.<String>of() : List.copyOf(open)) {
        if (matters(projection, events, place, path, before)) {
          heeded.add(path);
          open.remove(path);
        }
      }
    }
    return heeded;
  }

  private <S> boolean matters(Projection<S, ?> projection, List<Recorded> life, int place, String path,
      Outcome before) {
    Recorded event = life.get(place);
    CustomerEvent changed = (CustomerEvent) changed(event.event(), path);
    if (changed == null) {
      return false;
    }
    List<Recorded> other = new ArrayList<>(life);
    other.set(place, RandomLives.recorded(event.position(), event.occurredAt(), changed));
    Outcome after = outcome(projection, other);
    return after != null && !after.equals(before);
  }

  /** What comes of a life: the state, and the lines on the way. */
  private record Outcome(Object state, List<Object> lines) {}

  /** Null where the fold refuses such a life: that says nothing. */
  private static <S> @Nullable Outcome outcome(Projection<S, ?> projection, List<Recorded> life) {
    try {
      S state = projection.initial();
      List<Object> lines = new ArrayList<>();
      for (Recorded event : life) {
        S next = projection.fold(state, event);
        if (projection instanceof Journal<S, ?, ?> journal) {
          lines.addAll(journal.entries(state, next, event));
        }
        state = next;
      }
      return new Outcome(state, lines);
    } catch (RuntimeException refused) {
      return null;
    }
  }

  /** Every field of a record, those of records in it and in its lists too. */
  static List<String> paths(Class<?> record, String prefix) {
    List<String> paths = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      paths.add(prefix + component.getName());
      Type type = component.getGenericType();
      if (type instanceof ParameterizedType list && list.getActualTypeArguments()[0] instanceof Class<?> element
          && isStruct(element)) {
        paths.addAll(paths(element, prefix + component.getName() + "[]."));
      } else if (type instanceof Class<?> plain && isStruct(plain)) {
        paths.addAll(paths(plain, prefix + component.getName() + "."));
      }
    }
    return paths;
  }

  private static boolean isStruct(Class<?> type) {
    return type.isRecord() && !Id.class.isAssignableFrom(type) && type != Amount.class && type != Sealed.class;
  }

  /** The record with another value at a path; null where there is nothing at it, or no other value is taken. */
  private @Nullable Object changed(Object record, String path) {
    int dot = path.indexOf('.');
    String name = (dot < 0 ? path : path.substring(0, dot)).replace("[]", "");
    RecordComponent[] components = record.getClass().getRecordComponents();
    @Nullable
    Object[] values = new Object[components.length];
    int place = 0;
    for (int i = 0; i < components.length; i++) {
      values[i] = read(components[i], record);
      place = components[i].getName().equals(name) ? i : place;
    }
    Object before = values[place];
    for (int attempt = 0; attempt < CHANGES; attempt++) {
      values[place] = dot < 0 ? other(components[place], before) : within(before, path.substring(dot + 1));
      if (!Objects.equals(values[place], before)) {
        Object made = RandomEvents.make(record.getClass(), values);
        if (made != null && !made.equals(record)) {
          return made;
        }
      }
    }
    return null;
  }

  /** Of a list one more or one less: what its elements hold has paths of its own. */
  private @Nullable Object other(RecordComponent component, @Nullable Object before) {
    if (before instanceof List<?> list && !list.isEmpty()) {
      List<Object> changed = new ArrayList<>(list);
      if (list.size() > 1 && random.nextBoolean()) {
        changed.removeLast();
      } else {
        changed.add(list.getFirst());
      }
      return List.copyOf(changed);
    }
    return events.component(component);
  }

  private @Nullable Object within(@Nullable Object whole, String path) {
    if (whole instanceof List<?> list) {
      if (list.isEmpty()) {
        return whole;
      }
      List<Object> changed = new ArrayList<>(list);
      int place = random.nextInt(changed.size());
      Object element = changed(changed.get(place), path);
      if (element != null) {
        changed.set(place, element);
      }
      return List.copyOf(changed);
    }
    Object inner = whole == null ? null : changed(whole, path);
    return inner == null ? whole : inner;
  }

  private static @Nullable Object read(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
