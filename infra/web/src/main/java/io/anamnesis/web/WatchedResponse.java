package io.anamnesis.web;

import io.anamnesis.web.reads.ReadNotRecorded;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.OnCommittedResponseWrapper;

/**
 * A response of which nothing leaves before somebody was told: not a byte, not the status. Told once. Where he fails, nothing
 * can be written any more, whoever tries again.
 */
final class WatchedResponse extends OnCommittedResponseWrapper {
  private final IntConsumer told;
  private @Nullable ReadNotRecorded failure;
  private boolean done;

  /** @param told is told the status, and throws {@link ReadNotRecorded} where the answer must not leave */
  WatchedResponse(HttpServletResponse response, IntConsumer told) {
    super(response);
    this.told = told;
  }

  @Override
  protected void onResponseCommitted() {
    about(getStatus());
  }

  /** For an answer that nobody has begun to send. */
  void about(int status) {
    if (failure != null) {
      throw failure;
    }
    if (!done) {
      try {
        told.accept(status);
        done = true;
      } catch (ReadNotRecorded failed) {
        failure = failed;
        throw failed;
      }
    }
  }

  @Nullable
  ReadNotRecorded failure() {
    return failure;
  }

  /** What whoever answers is given. */
  HttpServletResponse forAnswering() {
    return new KnownErrors(this);
  }

  /** An error that the container is to answer has its status only afterwards. */
  private static final class KnownErrors extends HttpServletResponseWrapper {
    private final WatchedResponse watched;

    KnownErrors(WatchedResponse watched) {
      super(watched);
      this.watched = watched;
    }

    @Override
    public void sendError(int status) throws IOException {
      watched.about(status);
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      watched.about(status);
      super.sendError(status, message);
    }
  }
}
