package io.anamnesis.web;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes the epoch of the log on consistency tokens that leave, and takes it off those that come. One of another epoch is refused: its
 * position, waited for, would be another event's. Within, a position is enough.
 */
final class EpochFilter extends OncePerRequestFilter {
  private final LogEpoch epoch;
  private final ProblemWriter problems;

  EpochFilter(LogEpoch epoch, ProblemWriter problems) {
    this.epoch = epoch;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String text = request.getHeader(ConsistencyToken.HEADER);
    Optional<EpochToken> token = text == null ? Optional.empty() : EpochToken.parse(text.strip());
    if (token.isPresent() && token.get().epoch() != epoch.now()) {
      problems.write(request, response, Problem.of(ProblemType.LOG_RESTORED).field(ConsistencyToken.HEADER)
          .member("epoch", epoch.now()));
      return;
    }
    chain.doFilter(token.map(known -> (HttpServletRequest) new PlainRequest(request, known.token().text()))
        .orElse(request), new MarkedResponse(response));
  }

  /** With the plain token. */
  private static final class PlainRequest extends HttpServletRequestWrapper {
    private final String token;

    PlainRequest(HttpServletRequest request, String token) {
      super(request);
      this.token = token;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(ConsistencyToken.HEADER) ? token : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(ConsistencyToken.HEADER)
          ? Collections.enumeration(List.of(token))
          : super.getHeaders(name);
    }
  }

  /** Where a plain token that is written becomes one of the epoch. */
  private final class MarkedResponse extends HttpServletResponseWrapper {
    MarkedResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setHeader(String name, String value) {
      super.setHeader(name, marked(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
      super.addHeader(name, marked(name, value));
    }

    private String marked(String name, String value) {
      return name.equalsIgnoreCase(ConsistencyToken.HEADER)
          ? ConsistencyToken.find(value).map(token -> new EpochToken(epoch.now(), token).text()).orElse(value)
          : value;
    }
  }
}
