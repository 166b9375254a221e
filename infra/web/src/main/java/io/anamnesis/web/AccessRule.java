package io.anamnesis.web;

import java.util.List;
import java.util.Set;

import org.springframework.http.HttpMethod;

/**
 * Who may call what. Of several rules that match, the one with the most specific pattern decides; what no rule names is
 * denied.
 *
 * @param pattern a path pattern of Spring MVC, for example {@code /api/v1/customers/{customer}/points}
 * @param scopes any of them is enough; none: open to everyone, without a token
 */
public record AccessRule(HttpMethod method, String pattern, Set<String> scopes) {

  public static AccessRule of(HttpMethod method, String pattern, String... scopes) {
    if (scopes.length == 0) {
      throw new IllegalArgumentException("name the scopes that may call " + pattern + ", or say open");
    }
    return new AccessRule(method, pattern, Set.of(scopes));
  }

  public static AccessRule open(HttpMethod method, String pattern) {
    return new AccessRule(method, pattern, Set.of());
  }

  /** The rules of one side: a bean of each. */
  public record Table(List<AccessRule> rules) {
    public static Table of(AccessRule... rules) {
      return new Table(List.of(rules));
    }
  }
}
