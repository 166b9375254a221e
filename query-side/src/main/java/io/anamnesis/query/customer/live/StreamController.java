package io.anamnesis.query.customer.live;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.TokenUnavailable;
import io.anamnesis.query.audit.LifeStream;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.BrokenAnswer;
import io.anamnesis.web.Caller;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.reads.Showing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** A customer's life as it goes on. The thread of the request tells it, and waits in between: it is a virtual one. */
@RestController
public class StreamController {
  private final EventLog log;
  private final CustomerReads reads;
  private final MaySee maySee;
  private final EventFrames frames;
  private final OpenStreams streams;
  private final StreamSettings settings;
  private final LifeStream life;

  StreamController(EventLog log, CustomerReads reads, MaySee maySee, EventFrames frames, OpenStreams streams,
      StreamSettings settings, Waiting waiting) {
    this.log = log;
    this.reads = reads;
    this.maySee = maySee;
    this.frames = frames;
    this.streams = streams;
    this.settings = settings;
    this.life = new LifeStream(reads, waiting);
  }

  /**
   * @param lastEventId the last position that the caller has; without it the stream begins with what is recorded from now on. With
   *     {@code asOf} it ends where the log ended then
   */
  @GetMapping(path = "/api/v1/customers/{customer}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void stream(CustomerRequest request,
      @RequestHeader(name = LastEventId.HEADER, required = false) @Nullable String lastEventId,
      HttpServletRequest asked, HttpServletResponse response) throws IOException {
    OptionalLong known = LastEventId.parse(lastEventId);
    life.await(request);
    known.ifPresent(position -> LastEventId.refuseIfAhead(position, log.head()));
    // Asked for after the wait: what policies derived meanwhile is no news.
    long now = reads.readTo(request);
    long last = request.travel().asOf() == null ? LiveLife.NO_END : now;
    long after = known.orElse(now);
    response.setHeader("Cache-Control", "no-store");
    if (known.isPresent() && after >= last) {
      // Nothing will ever come: a reader who is told so does not come again.
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return;
    }
    try (OpenStream stream = streams.open(request.customer(), longest())) {
      LiveLife told = new LiveLife(log, reads, frames, request, isSeen(request.customer()), after, last);
      begin(request, known, now, response);
      if (!asked.getMethod().equals("HEAD")) {
        told.tell(stream, settings.heartbeat(), response.getOutputStream());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (LogUnavailable | TokenUnavailable away) {
      // The reader comes again, and goes on where this one ended.
      if (!response.isCommitted()) {
        throw away;
      }
    } catch (RuntimeException failed) {
      throw response.isCommitted() ? BrokenAnswer.because(failed) : failed;
    }
  }

  /** At its flush the read is recorded; nothing leaves before. */
  private void begin(CustomerRequest request, OptionalLong known, long now, HttpServletResponse response)
      throws IOException {
    reads.reveal(request);
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader("Position", Long.toString(now));
    response.setHeader("Vary", "Accept-Language, Authorization, Purpose");
    response.setHeader("Content-Language", request.language().tag());
    // Whoever stands in between is not to collect events before he passes them on.
    response.setHeader("X-Accel-Buffering", "no");
    OutputStream out = response.getOutputStream();
    out.write(Frames.retry(settings.retry()));
    if (known.isEmpty()) {
      out.write(Frames.beginning(now));
    }
    out.flush();
  }

  /** Whoever was let in because a reason was stated stays in. */
  private BooleanSupplier isSeen(String customer) {
    return Showing.current().hasBrokenGlass() ? () -> true : () -> maySee.sees(customer);
  }

  private Duration longest() {
    Instant goodUntil = Caller.goodUntil();
    Duration longest = settings.longest();
    Duration left = goodUntil == null ? longest : Duration.between(Instant.now(), goodUntil);
    return left.compareTo(longest) < 0 ? left : longest;
  }
}
