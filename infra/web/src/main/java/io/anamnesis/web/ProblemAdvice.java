package io.anamnesis.web;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.TokenUnavailable;
import io.anamnesis.projections.FutureInstantException;
import io.anamnesis.projections.ParkedException;
import io.anamnesis.projections.ProjectionRefused;
import io.anamnesis.projections.ViewNotReadyException;
import io.anamnesis.projections.ViewsFailure;
import io.anamnesis.web.reads.ReadNotRecorded;

/** Turns whatever ends a request early, Spring's own exceptions too, into a problem. Never a stack trace. */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemWriter writer;

  ProblemAdvice(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class, BrokenAnswer.class,
      ReadNotRecorded.class})
  void leaveToFiltersAndContainer(RuntimeException refused) {
    throw refused;
  }

  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void theClientIsGone() {
    // Nobody is left to be answered.
  }

  @ExceptionHandler(Exception.class)
  void answer(Exception exception, HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (exception instanceof IOException && response.isCommitted()) {
      return; // The client went away in the middle.
    }
    if (exception instanceof ErrorResponse known) {
      // Allow, Accept and the like.
      known.getHeaders().forEach((name, values) -> {
        if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
          values.forEach(value -> response.setHeader(name, value));
        }
      });
    }
    writer.write(request, response, problem(exception));
  }

  private static Problem problem(Exception exception) {
    return switch (exception) {
      case ProblemException known -> known.problem();
      case LogOverloaded busy -> Problem.of(ProblemType.OVERLOADED).retryAfter(1);
      case LogUnavailable gone -> Problem.of(ProblemType.UNAVAILABLE).retryAfter(2);
      case TokenUnavailable gone -> Problem.of(ProblemType.UNAVAILABLE).retryAfter(2);
      case ViewsFailure gone when gone.isPassing() -> Problem.of(ProblemType.UNAVAILABLE).retryAfter(2);
      case ViewNotReadyException building -> Problem.of(ProblemType.UNAVAILABLE).retryAfter(5);
      case ProjectionRefused refused -> Problem.of(ProblemType.CONFLICT)
          .detail("problem.conflict." + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      case ParkedException parked -> Problem.of(ProblemType.PARKED).retryAfter(60);
      case FutureInstantException ahead -> Problem.of(ProblemType.FUTURE).field("asOf");
      case HttpMessageNotReadableException unreadable -> Problem.of(ProblemType.MALFORMED);
      case MethodArgumentTypeMismatchException mismatch -> Problem.of(ProblemType.INVALID).field(mismatch.getName());
      case MissingServletRequestParameterException missing ->
        Problem.of(ProblemType.MISSING).field(missing.getParameterName());
      case MissingRequestHeaderException missing -> Problem.of(ProblemType.MISSING).field(missing.getHeaderName());
      case ErrorResponse other when other.getStatusCode().value() < 500 -> ofStatus(other.getStatusCode().value());
      default -> internal(exception);
    };
  }

  /** The problem that stands for a status which something else than this code has chosen. */
  static Problem ofStatus(int status) {
    return Problem.of(switch (status) {
      case 401 -> ProblemType.UNAUTHORIZED;
      case 403 -> ProblemType.FORBIDDEN;
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      default -> ProblemType.MALFORMED;
    });
  }

  /** Messages of exceptions may hold what a person sent: the log gets their classes and frames only. */
  static Problem internal(Throwable exception) {
    String number = UUID.randomUUID().toString();
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      trace.append('\n').append(cause.getClass().getName());
      for (StackTraceElement frame : cause.getStackTrace()) {
        trace.append("\n    at ").append(frame);
      }
    }
    LOG.error("request failed, number {}{}", number, trace);
    return Problem.of(ProblemType.INTERNAL, number);
  }
}
