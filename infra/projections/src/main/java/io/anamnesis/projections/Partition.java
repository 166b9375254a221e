package io.anamnesis.projections;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All events of some subjects, in the order of the log. Written by one thread, then read once by another. */
final class Partition {
  /** What is set aside at once. */
  static final int BLOCK = 32 << 10;

  private final Deque<Block> blocks = new ArrayDeque<>();
  private @Nullable ByteBuffer open;
  private int events;

  /** Whole events, one after another. */
  @FunctionalInterface
  interface Block {
    ByteBuffer bytes();
  }

  /** Keeps what is full. */
  @FunctionalInterface
  interface Keeping {
    /** @param full ready to be read; not used by anybody else any more */
    Block keep(ByteBuffer full);
  }

  int events() {
    return events;
  }

  /** @param event its bytes, which are copied */
  void add(ByteBuffer event, Keeping keeping) {
    events++;
    ByteBuffer block = open;
    if (block != null && block.remaining() < event.remaining()) {
      blocks.add(keeping.keep(block.flip()));
      block = null;
    }
    if (block == null) {
      block = ByteBuffer.allocate(Math.max(BLOCK, event.remaining()));
    }
    open = block.put(event);
  }

  /** Hands over what was added, a block of whole events at a time, and forgets it. */
  void drain(Consumer<ByteBuffer> taker) {
    for (Block block = blocks.poll(); block != null; block = blocks.poll()) {
      taker.accept(block.bytes());
    }
    ByteBuffer last = open;
    open = null;
    if (last != null) {
      taker.accept(last.flip());
    }
  }
}
