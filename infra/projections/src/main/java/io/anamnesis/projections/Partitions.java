package io.anamnesis.projections;

import io.anamnesis.eventstore.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events divided by subject, so that lives can be folded one after another instead of all at once. They are held in memory up
 * to a budget, and beyond it in a temporary file. One thread adds; then any number read, each partition once.
 */
final class Partitions implements AutoCloseable {
  /** So many events of a partition have states that are young when they are written, and find room in the processor's caches. */
  private static final int EVENTS_EACH = 2_000;
  /** A partition has a block open while events are added; all of them take no more than this part of the memory. */
  private static final int OPEN_PART = 4;

  private final EventBytes format = new EventBytes();
  private final List<Partition> partitions;
  private final Path folder;
  private final long memory;
  private long held;
  private @Nullable SpillFile spill;

  /**
   * @param number of partitions
   * @param memory bytes for blocks that are full; the others lie in the file
   * @param folder where the file is made, if it is needed
   */
  Partitions(int number, long memory, Path folder) {
    this.partitions = Stream.generate(Partition::new).limit(number).toList();
    this.memory = memory;
    this.folder = folder;
  }

  /** As many as it takes for so many events, and as memory suffices for. */
  static Partitions of(long events, long memory, Path folder) {
    long most = Math.max(1, memory / OPEN_PART / Partition.BLOCK);
    int number = (int) Math.clamp((events + EVENTS_EACH - 1) / EVENTS_EACH, 1, most);
    return new Partitions(number, memory - memory / OPEN_PART, folder);
  }

  /** Puts an event, which has a subject, to those of its subject. */
  void add(StoredEvent event) {
    int place = placeOf(Objects.requireNonNull(event.subject()), partitions.size());
    partitions.get(place).add(format.write(event), this::keep);
  }

  List<Partition> all() {
    return partitions;
  }

  /** Hands over the events of a partition, in the order of the log, and forgets them. */
  void drain(Partition partition, Consumer<StoredEvent> taker) {
    partition.drain(bytes -> {
      while (bytes.hasRemaining()) {
        taker.accept(format.read(bytes));
      }
    });
  }

  /** Takes away the file; what was not read is lost. */
  @Override
  public void close() {
    if (spill != null) {
      spill.close();
    }
  }

  /** Another spread than that of segments: those of one segment must not all fall into the same partition. */
  private static int placeOf(String subject, int number) {
    int hash = subject.hashCode();
    hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
    return Math.floorMod(hash ^ hash >>> 13, number);
  }

  private Partition.Block keep(ByteBuffer full) {
    if (held + full.capacity() <= memory) {
      held += full.capacity();
      return () -> full;
    }
    SpillFile file = spill == null ? SpillFile.in(folder) : spill;
    spill = file;
    int length = full.remaining();
    long at = file.append(full);
    return () -> file.read(at, length);
  }
}
