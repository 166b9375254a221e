package io.anamnesis.command.loyalty.opening;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ways in which somebody could spoil a sound log. */
public interface Spoiling {

  /** Empty where the log has nothing that could be spoiled so. */
  Optional<List<Recorded>> of(List<Recorded> log, Random random);

  /** What takes the place of an event: nothing, another one, or that and more. */
  interface Instead<E> {
    List<Recorded> of(Recorded sound, E event);
  }

  /** One event of a kind, whichever. */
  static <E> Spoiling one(Class<E> type, Predicate<E> which, Instead<E> instead) {
    return (log, random) -> {
      List<Integer> places = IntStream.range(0, log.size())
          .filter(i -> type.isInstance(log.get(i).event()) && which.test(type.cast(log.get(i).event()))).boxed()
          .toList();
      if (places.isEmpty()) {
        return Optional.empty();
      }
      int place = places.get(random.nextInt(places.size()));
      List<Recorded> spoiled = new ArrayList<>(log.subList(0, place));
      spoiled.addAll(instead.of(log.get(place), type.cast(log.get(place).event())));
      spoiled.addAll(log.subList(place + 1, log.size()));
      return Optional.of(spoiled);
    };
  }

  static <E> Spoiling one(Class<E> type, Instead<E> instead) {
    return one(type, event -> true, instead);
  }

  static <E> Spoiling without(Class<E> type) {
    return one(type, (sound, event) -> List.of());
  }

  static <E> Spoiling byNobody(Class<E> type, Predicate<E> which) {
    return one(type, which, (sound, event) -> List.of(by(sound, null)));
  }

  /** The event says something else. */
  static Recorded saying(Recorded sound, CustomerEvent event) {
    return recorded(sound, sound.eventId(), sound.seq(), sound.occurredAt(), sound.metadata(), event);
  }

  /** A further event that says something, by the same person. */
  static Recorded more(Recorded sound, CustomerEvent event) {
    return recorded(sound, UUID.randomUUID(), sound.seq(), sound.occurredAt(), sound.metadata(), event);
  }

  static Recorded by(Recorded sound, @Nullable String actor) {
    Metadata its = sound.metadata();
    return recorded(sound, sound.eventId(), sound.seq(), sound.occurredAt(),
        Metadata.ofDecision(its.causedBy(), its.policy(), actor), sound.event());
  }

  static Recorded at(Recorded sound, Instant occurredAt) {
    return recorded(sound, sound.eventId(), sound.seq(), occurredAt, sound.metadata(), sound.event());
  }

  static Recorded later(Recorded sound, long seqs) {
    return recorded(sound, sound.eventId(), sound.seq() + seqs, sound.occurredAt(), sound.metadata(), sound.event());
  }

  private static Recorded recorded(Recorded sound, UUID id, @Nullable Long seq, Instant occurredAt, Metadata metadata,
      CustomerEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new Recorded(sound.position(), id, sound.stream(), seq, sound.subject(), type.type(), type.revision(),
        occurredAt, sound.recordedAt(), metadata, event);
  }
}
