package io.anamnesis.query.audit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** What is sealed, once it is: the sealer, in another process perhaps, is less than a second behind. */
public final class SealedReads {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final SealedLog sealed;

  public SealedReads(SealedLog sealed) {
    this.sealed = sealed;
  }

  /** The last checkpoint, that covers at least what the caller's token says. */
  SealedCheckpoint last(Freshly asked) {
    return covering(asked.token() == null ? 0 : asked.token().position(), asked.patience());
  }

  /** The last checkpoint, that covers at least so many events; waits for it, and not longer than the caller would. */
  public SealedCheckpoint covering(long size, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<SealedCheckpoint> last = sealed.last();
    while (last.filter(checkpoint -> checkpoint.size() >= size).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw Problem.of(ProblemType.NOT_SEALED).member("sealed", last.map(SealedCheckpoint::size).orElse(0L))
            .retryAfter(1).exception();
      }
      pause();
      last = sealed.last();
    }
    return last.orElseThrow();
  }

  /** The checkpoint that has the size that a caller names, in his parameter {@code size}. */
  public SealedCheckpoint ofSize(String text) {
    long size = size("size", text);
    SealedCheckpoint found = sealed.atOrAfter(size)
        .orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_CHECKPOINT).field("size").exception());
    if (found.size() != size) {
      throw Problem.of(ProblemType.UNKNOWN_CHECKPOINT).field("size").member("next", found.size()).exception();
    }
    return found;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Problem.of(ProblemType.NOT_SEALED).retryAfter(1).exception();
    }
  }

  /** A number of events that the last checkpoint covers. */
  public static long size(String field, String text, long last) {
    long size = size(field, text);
    if (size > last) {
      throw Problem.of(ProblemType.INVALID).field(field).detail("problem.invalid.size-beyond", last).exception();
    }
    return size;
  }

  static long size(String field, @Nullable String text) {
    if (text == null) {
      throw Problem.of(ProblemType.MISSING).field(field).exception();
    }
    if (!SIZE.matcher(text).matches()) {
      throw Problem.of(ProblemType.INVALID).field(field).detail("problem.invalid.size").exception();
    }
    return Long.parseLong(text);
  }
}
