package io.anamnesis.eventstore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events by position, as many as a number of bytes allows; those go that were not asked for longest. Not thread-safe. */
final class KeptEvents {
  private static final int BLOCK = 128;
  /** Of an event's objects beside its texts. */
  private static final int OBJECTS = 400;
  /** Payload and metadata as text, and about twice that decoded. */
  private static final int TEXT_FACTOR = 3;

  private final long limit;
  private final Map<Long, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Neighbouring positions, so that keeping and forgetting an event costs little. */
  private static final class Block {
    private final @Nullable LoggedEvent[] events = new @Nullable LoggedEvent[BLOCK];
    private long bytes;
  }

  KeptEvents(long limit) {
    this.limit = limit;
  }

  /** Those that follow a position without a gap. */
  List<LoggedEvent> following(long after, int limit) {
    List<LoggedEvent> found = new ArrayList<>();
    LoggedEvent next = at(after + 1);
    while (next != null && found.size() < limit) {
      found.add(next);
      next = at(next.position() + 1);
    }
    return found;
  }

  /** @return the events; those that were kept already are the same as before, with what was decoded of them */
  List<LoggedEvent> add(List<StoredEvent> page, EventDecoder decoder) {
    List<LoggedEvent> events = new ArrayList<>(page.size());
    for (StoredEvent stored : page) {
      LoggedEvent known = at(stored.position());
      events.add(known == null ? added(new LoggedEvent(stored, decoder)) : known);
    }
    forget();
    return events;
  }

  /** What is kept, as estimated. */
  long bytes() {
    return bytes;
  }

  private @Nullable LoggedEvent at(long position) {
    Block block = blocks.get(position / BLOCK);
    return block == null ? null : block.events[(int) (position % BLOCK)];
  }

  private LoggedEvent added(LoggedEvent event) {
    Block block = blocks.computeIfAbsent(event.position() / BLOCK, first -> new Block());
    block.events[(int) (event.position() % BLOCK)] = event;
    long size = size(event.stored());
    block.bytes += size;
    bytes += size;
    return event;
  }

  private void forget() {
    var oldest = blocks.values().iterator();
    while (bytes > limit && oldest.hasNext()) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }

  private static long size(StoredEvent event) {
    return OBJECTS + (long) TEXT_FACTOR * (event.payload().length() + event.metadata().length());
  }
}
