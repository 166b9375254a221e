package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link LogRegister} level with the log in the background, for whoever asks too often to read the log every time. What
 * is told is what the log said a moment ago: some 50 ms while hints arrive, never more than {@link #OLDEST}. So it is for those
 * alone who write down what they went by. Thread-safe.
 *
 * @param <S> what is folded; immutable
 */
public final class LevelRegister<S> implements AutoCloseable {
  /** What is older is not gone by: who asks then reads, or fails with the log. */
  static final Duration OLDEST = Duration.ofSeconds(10);

  /** A missed hint costs no more than that. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  /** What arrives together is read together. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  private final EventLog log;
  private final LogRegister<S> register;
  private final LongSupplier nanos;
  private final SteadyThread thread;
  private volatile @Nullable Long levelAt;
  private @Nullable AutoCloseable hint;

  public LevelRegister(String name, EventLog log, LogRegister<S> register) {
    this(name, log, register, System::nanoTime);
  }

  LevelRegister(String name, EventLog log, LogRegister<S> register, LongSupplier nanos) {
    this.log = log;
    this.register = register;
    this.nanos = nanos;
    this.thread = new SteadyThread(name, this::turn, () -> {});
  }

  /** Returns at once. */
  public void start() {
    thread.start();
    hint = log.onAppend(thread::wake);
  }

  /**
   * What is known, mostly without a query.
   *
   * @throws io.anamnesis.eventstore.LogUnavailable if it is too old, and the database could not be asked
   */
  public S lately() {
    Long level = levelAt;
    return level == null || nanos.getAsLong() - level > OLDEST.toNanos() ? read() : register.upTo(0);
  }

  private S read() {
    // What is appended while it reads it may not see.
    long begun = nanos.getAsLong();
    S state = register.now();
    levelAt = begun;
    return state;
  }

  private boolean turn() throws InterruptedException {
    read();
    thread.sleep(IDLE);
    thread.pause(GATHERING);
    return true;
  }

  @Override
  public void close() {
    Hints.forget(hint);
    thread.close();
  }
}
