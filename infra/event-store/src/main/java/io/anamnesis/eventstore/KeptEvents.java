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

  /** Neighbouring positions, so that keeping, finding and forgetting an event costs little. */
  private static final class Block {
    private final @Nullable LoggedEvent[] events = new @Nullable LoggedEvent[BLOCK];
    private long bytes;

    /** @return how many there were from a position on, without a gap and to the end of the block at most */
    int copy(long from, int most, List<LoggedEvent> to) {
      int first = (int) (from % BLOCK);
      int next = first;
      while (next < BLOCK && next - first < most) {
        LoggedEvent event = events[next];
        if (event == null) {
          break;
        }
        to.add(event);
        next++;
      }
      return next - first;
    }

    LoggedEvent keep(StoredEvent stored, EventDecoder decoder) {
      int place = (int) (stored.position() % BLOCK);
      LoggedEvent event = events[place];
      if (event == null) {
        event = new LoggedEvent(stored, decoder);
        events[place] = event;
        bytes += size(stored);
      }
      return event;
    }
  }

  KeptEvents(long limit) {
    this.limit = limit;
  }

  /** Those that follow a position without a gap. */
  List<LoggedEvent> following(long after, int limit) {
    List<LoggedEvent> found = new ArrayList<>();
    int added;
    do {
      long next = after + 1 + found.size();
      Block block = blocks.get(next / BLOCK);
      added = block == null ? 0 : block.copy(next, limit - found.size(), found);
    } while (added > 0);
    return found;
  }

  /** @return the events; those that were kept already are the same as before, with what was decoded of them */
  List<LoggedEvent> add(List<StoredEvent> page, EventDecoder decoder) {
    List<LoggedEvent> events = new ArrayList<>(page.size());
    for (StoredEvent stored : page) {
      Block block = blocks.computeIfAbsent(stored.position() / BLOCK, first -> new Block());
      long before = block.bytes;
      events.add(block.keep(stored, decoder));
      bytes += block.bytes - before;
    }
    forget();
    return events;
  }

  /** What is kept, as estimated. */
  long bytes() {
    return bytes;
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
