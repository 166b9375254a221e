package io.anamnesis.query.audit.chain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.UnknownType;
import io.anamnesis.events.UnreadablePayload;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.query.reading.NamedCustomers;

/**
 * What followed from an event: everything that names it as its cause, what names that, and so on. No index finds what names a
 * cause, as each index costs every append. But what follows from an event concerns the one whom that event is about, somebody whom it
 * names, or its own stream: so these lives and streams are read, from the event on, until nothing new is found in any of them.
 */
final class Followers {
  private static final int PAGE = 500;
  /** Lives and streams; of events that are gone through; both far beyond any chain that people bring about. */
  private static final int MOST_PLACES = 100;
  private static final long MOST_READ = 200_000;

  private final EventLog log;
  private final EventDecoder decoder;
  private final StoredEvent root;
  private final long upTo;
  private final int limit;
  private final Map<Place, Integer> places = new LinkedHashMap<>();
  private final Set<UUID> ids = new HashSet<>();
  private final List<StoredEvent> inOrderOfFinding = new ArrayList<>();
  private final TreeMap<Long, StoredEvent> found = new TreeMap<>();
  private long read;
  private boolean truncated;

  /**
   * @param upTo the last position that is looked at
   * @param limit how many are found at most
   */
  Followers(EventLog log, EventDecoder decoder, StoredEvent root, long upTo, int limit) {
    this.log = log;
    this.decoder = decoder;
    this.root = root;
    this.upTo = upTo;
    this.limit = limit;
  }

  /** Where followers are looked for. */
  private sealed interface Place {
    record Life(String subject) implements Place {}

    record Stream(String name) implements Place {}
  }

  /**
   * @param events in the log's order
   * @param truncated whether there may be more
   * @param subjects whose lives were read
   * @param streams that were read besides
   */
  record Found(List<StoredEvent> events, boolean truncated, Set<String> subjects, Set<String> streams) {}

  Found find() {
    take(root);
    boolean more = true;
    while (more && !truncated) {
      more = false;
      for (Place place : List.copyOf(places.keySet())) {
        int seen = places.getOrDefault(place, 0);
        if (!truncated && seen < inOrderOfFinding.size()) {
          more = true;
          // What an event leads to comes after it.
          search(place, inOrderOfFinding.subList(seen, inOrderOfFinding.size()).stream()
              .mapToLong(StoredEvent::position).min().orElseThrow());
          places.put(place, inOrderOfFinding.size());
        }
      }
    }
    Set<String> subjects = new TreeSet<>();
    Set<String> streams = new TreeSet<>();
    for (Place place : places.keySet()) {
      switch (place) {
        case Place.Life(String subject) -> subjects.add(subject);
        case Place.Stream(String name) -> streams.add(name);
      }
    }
    return new Found(List.copyOf(found.values()), truncated, subjects, streams);
  }

  private void search(Place place, long after) {
    switch (place) {
      case Place.Life(String subject) -> searchLife(subject, after);
      case Place.Stream(String name) -> searchStream(name, after);
    }
  }

  private void searchLife(String subject, long from) {
    long after = from;
    List<StoredEvent> page;
    do {
      page = log.readSubject(subject, after, PAGE);
      look(page, from);
      after = page.isEmpty() ? after : page.getLast().position();
    } while (page.size() == PAGE && after < upTo && !truncated);
  }

  private void searchStream(String name, long from) {
    long seq = 0;
    List<StoredEvent> page;
    do {
      page = log.readStream(name, seq, PAGE);
      look(page, from);
      seq += page.size();
    } while (page.size() == PAGE && page.getLast().position() < upTo && !truncated);
  }

  private void look(List<StoredEvent> page, long after) {
    read += page.size();
    truncated |= read > MOST_READ;
    for (StoredEvent event : page) {
      boolean follows = event.position() > after && event.position() <= upTo && !ids.contains(event.eventId())
          && Causes.reasons(decoder.metadata(event)).anyMatch(ids::contains);
      if (follows && found.size() == limit) {
        truncated = true;
        return;
      }
      if (follows) {
        found.put(event.position(), event);
        take(event);
      }
    }
  }

  /** What follows from it is looked for, too. */
  private void take(StoredEvent event) {
    ids.add(event.eventId());
    inOrderOfFinding.add(event);
    String subject = event.subject();
    if (subject != null) {
      add(new Place.Life(subject));
    }
    String stream = event.stream();
    if (stream != null && !isOf(stream, subject)) {
      add(new Place.Stream(stream));
    }
    named(event).forEach(customer -> add(new Place.Life(customer)));
  }

  /** What is in a stream that is named after its subject is about that subject, or about somebody whom it names. */
  private static boolean isOf(String stream, @Nullable String subject) {
    return subject != null && stream.endsWith(":" + subject);
  }

  private Set<String> named(StoredEvent event) {
    try {
      return NamedCustomers.of(decoder.decode(event).event());
    } catch (UnknownType | UnreadablePayload says) {
      // Whoever it may name, no policy has read it either.
      return Set.of();
    }
  }

  private void add(Place place) {
    if (places.size() == MOST_PLACES && !places.containsKey(place)) {
      truncated = true;
      return;
    }
    places.putIfAbsent(place, 0);
  }
}
