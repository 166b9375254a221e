package io.anamnesis.web;

import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is calling; a controller's method takes it as a parameter.
 *
 * @param name the token's subject: a client or a member of staff, never a customer's data; the {@code actor} of audit
 * @param scopes without {@code SCOPE_}
 */
public record Caller(String name, Set<String> scopes) {
  private static final String SCOPE = "SCOPE_";

  /** The caller of the request at hand. */
  public static Caller current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null) {
      throw new AuthenticationCredentialsNotFoundException("nobody is signed in");
    }
    return new Caller(authentication.getName(),
        authentication.getAuthorities().stream().map(GrantedAuthority::getAuthority)
            .filter(authority -> authority != null && authority.startsWith(SCOPE))
            .map(authority -> authority.substring(SCOPE.length())).collect(Collectors.toUnmodifiableSet()));
  }

  public boolean may(String scope) {
    return scopes.contains(scope);
  }
}
