package io.anamnesis.query.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletResponse;

import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.BrokenAnswer;

/** An answer that tells a customer's life a line at a time, read straight from the log. */
public final class LifeStream {
  private static final int BUFFER = 1 << 16;

  private final CustomerReads reads;
  private final Waiting waiting;

  public LifeStream(CustomerReads reads, Waiting waiting) {
    this.reads = reads;
    this.waiting = waiting;
  }

  /** What is told. */
  @FunctionalInterface
  public interface Lines {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Returns when all that the caller may expect is in the log: where it ends is to be asked afterwards. */
  public void await(CustomerRequest request) {
    waiting.forPolicies(new Freshly(request.token(), request.patience()));
    if (request.token() != null) {
      // The life is whole as it is recorded; only the promise to show what follows from a write cannot be kept.
      reads.refuseIfParked(request);
    }
    reads.mustBeKnown(request);
  }

  /**
   * A failure after the first bytes breaks the answer off, so that nobody takes it for whole.
   *
   * @param last the last position that is told of
   */
  static void send(HttpServletResponse response, long last, Lines lines) throws IOException {
    send(response, "application/x-ndjson", last, lines);
  }

  /** As {@link #send(HttpServletResponse, long, Lines)}, in a form of its own. */
  public static void send(HttpServletResponse response, String contentType, long last, Lines lines)
      throws IOException {
    response.setContentType(contentType);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Position", Long.toString(last));
    try {
      OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
      lines.writeTo(out);
      out.flush();
    } catch (RuntimeException failed) {
      throw response.isCommitted() ? BrokenAnswer.because(failed) : failed;
    }
  }
}
