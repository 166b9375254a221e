package io.anamnesis.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Lets a request in by the {@link AccessRule} tables. What no rule names is denied; only where nothing would answer
 * anyway, one who is signed in is let through to be told so (404, 405).
 */
final class ApiAccess implements AuthorizationManager<RequestAuthorizationContext> {
  private final Map<HttpMethod, List<Row>> rows;
  private final ObjectProvider<HandlerMapping> handlers;

  ApiAccess(Collection<AccessRule.Table> tables, ObjectProvider<HandlerMapping> handlers) {
    this.rows = tables.stream().flatMap(table -> table.rules().stream())
        .map(rule -> new Row(rule, PathPatternParser.defaultInstance.parse(rule.pattern())))
        .sorted(Comparator.comparing(Row::pattern)).collect(Collectors.groupingBy(row -> row.rule.method()));
    this.handlers = handlers;
  }

  @Override
  public AuthorizationDecision authorize(Supplier<? extends Authentication> caller,
      RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
      ServletRequestPathUtils.parseAndCache(request);
    }
    return new AuthorizationDecision(rule(request).map(rule -> isAllowed(rule, caller))
        .orElseGet(() -> isSignedIn(caller.get()) && !isHandled(request)));
  }

  private Optional<AccessRule> rule(HttpServletRequest request) {
    HttpMethod asked = HttpMethod.valueOf(request.getMethod());
    HttpMethod method = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
    var path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
    for (Row row : rows.getOrDefault(method, List.of())) {
      if (row.pattern.matches(path)) {
        return Optional.of(row.rule);
      }
    }
    return Optional.empty();
  }

  private static boolean isAllowed(AccessRule rule, Supplier<? extends Authentication> caller) {
    if (rule.scopes().isEmpty()) {
      return true;
    }
    return isSignedIn(caller.get()) && caller.get().getAuthorities().stream().map(GrantedAuthority::getAuthority)
        .anyMatch(authority -> isOneOf(rule, authority));
  }

  private static boolean isOneOf(AccessRule rule, String authority) {
    return rule.scopes().stream().anyMatch(scope -> ("SCOPE_" + scope).equals(authority));
  }

  private static boolean isSignedIn(Authentication caller) {
    return caller != null && caller.isAuthenticated() && !(caller instanceof AnonymousAuthenticationToken);
  }

  private boolean isHandled(HttpServletRequest request) {
    return handlers.orderedStream().anyMatch(mapping -> isHandled(mapping, request));
  }

  private static boolean isHandled(HandlerMapping mapping, HttpServletRequest request) {
    try {
      return mapping.getHandler(request) != null;
    } catch (Exception wrongMethodOrMediaType) {
      return false;
    }
  }

  private record Row(AccessRule rule, PathPattern pattern) {}
}
