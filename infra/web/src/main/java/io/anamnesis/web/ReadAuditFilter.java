package io.anamnesis.web;

import io.anamnesis.web.reads.Answer;
import io.anamnesis.web.reads.ReadLog;
import io.anamnesis.web.reads.ReadNotRecorded;
import io.anamnesis.web.reads.Reader;
import io.anamnesis.web.reads.Showing;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The one place where reads are recorded: of an answer to a signed-in caller nothing leaves before the log of reads holds it,
 * refusals too. It stands behind whoever finds out who is calling, and before whoever decides what he may.
 */
final class ReadAuditFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAuditFilter.class);
  private static final int FAILED = 500;
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  /** Reads by a body. */
  private static final String SEARCH = "/customers/search";

  private final ReadLog reads;
  private final Routes routes;
  private final ProblemWriter writer;

  ReadAuditFilter(ReadLog reads, Routes routes, ProblemWriter writer) {
    this.reads = reads;
    this.routes = routes;
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Showing showing = Showing.begin(request);
    WatchedResponse watched = new WatchedResponse(response, status -> record(request, showing, status));
    try {
      chain.doFilter(request, watched.forAnswering());
      watched.about(watched.getStatus());
    } catch (ServletException | IOException | RuntimeException failed) {
      if (isLeft(watched)) {
        throw failed;
      }
      refuse(request, response, Objects.requireNonNull(watched.failure()));
    }
    // Whoever answers may have caught what he was told.
    if (watched.failure() != null) {
      refuse(request, response, watched.failure());
    }
  }

  /** After a failure of whoever answers: whether what will be told of it may leave. */
  private static boolean isLeft(WatchedResponse watched) {
    try {
      watched.about(FAILED);
      return true;
    } catch (ReadNotRecorded failed) {
      return false;
    }
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, ReadNotRecorded failure)
      throws IOException {
    LOG.error("an answer was withheld, as the log of reads did not take it: {}", causeOf(failure));
    if (!response.isCommitted()) {
      response.reset();
      // What was decided before it was to be told may be in the log.
      writer.write(request, response,
          Problem.of(mayDecide(request) ? ProblemType.OUTCOME_UNKNOWN : ProblemType.READ_NOT_RECORDED).retryAfter(2));
    }
  }

  private static boolean mayDecide(HttpServletRequest request) {
    return !READING.contains(request.getMethod()) && !request.getRequestURI().endsWith(SEARCH);
  }

  /** No message: it may quote what was to be recorded. */
  private static String causeOf(ReadNotRecorded failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "it gave no reason" : cause.getClass().getName();
  }

  private void record(HttpServletRequest request, Showing showing, int status) {
    Optional<Caller> caller = Caller.signedIn();
    if (caller.isEmpty()) {
      return;
    }
    Optional<Routes.Route> route = routes.of(request);
    if (route.isPresent()) {
      reads.record(reader(caller.get(), request),
          new Answer(request.getMethod(), route.get().template(), status, ProblemWriter.told(request)),
          route.get().customers(), showing);
    }
  }

  private static Reader reader(Caller caller, HttpServletRequest request) {
    return new Reader(caller.name(), caller.scopes(), caller.sites(), HeaderText.of(request.getHeader("Purpose")));
  }
}
