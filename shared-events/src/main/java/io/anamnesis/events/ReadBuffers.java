package io.anamnesis.events;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/**
 * Jackson's buffers: a platform thread has its own, as a scan of the log decodes on few threads without an end; virtual ones,
 * which are many and short, share a pool.
 */
final class ReadBuffers implements RecyclerPool<BufferRecycler> {
  private static final long serialVersionUID = 1L;
  private static final RecyclerPool<BufferRecycler> SHARED = JsonRecyclerPools.newConcurrentDequePool();
  private static final RecyclerPool<BufferRecycler> OWN = JsonRecyclerPools.threadLocalPool();

  @Override
  public BufferRecycler acquireAndLinkPooled() {
    return pool().acquireAndLinkPooled();
  }

  @Override
  public BufferRecycler acquirePooled() {
    return pool().acquirePooled();
  }

  /** What a thread has of its own is never given back. */
  @Override
  public void releasePooled(BufferRecycler shared) {
    SHARED.releasePooled(shared);
  }

  private static RecyclerPool<BufferRecycler> pool() {
    return Thread.currentThread().isVirtual() ? SHARED : OWN;
  }
}
