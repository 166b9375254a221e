package io.anamnesis.web;

import io.anamnesis.web.reads.Showing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Turns staff away from a path of a customer whom their sites do not cover. With the header {@value #BREAK_GLASS}, which says why, a
 * read passes, and is recorded with that; a decision does not.
 */
final class SiteGuard implements HandlerInterceptor {
  static final String BREAK_GLASS = "Break-Glass";
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final int LONGEST_REASON = 500;

  private final MaySee maySee;

  SiteGuard(MaySee maySee) {
    this.maySee = maySee;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    boolean isHidden = Routes.customers(request).stream().anyMatch(customer -> !maySee.sees(customer));
    if (isHidden) {
      String reason = HeaderText.of(request.getHeader(BREAK_GLASS));
      if (reason == null || !READS.contains(request.getMethod())) {
        throw MaySee.hidden();
      }
      if (reason.length() > LONGEST_REASON) {
        throw Problem.of(ProblemType.INVALID).field(BREAK_GLASS).detail("problem.invalid.reason", LONGEST_REASON)
            .exception();
      }
      Showing.current().brokeGlass(reason);
    }
    return true;
  }
}
