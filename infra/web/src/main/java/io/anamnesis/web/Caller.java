package io.anamnesis.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who is calling; a controller's method takes it as a parameter.
 *
 * @param name the token's subject: a client or a member of staff, never a customer's data; the {@code actor} of audit
 * @param scopes without {@code SCOPE_}
 * @param sites the token's claim {@value #SITES}: the sites that it is limited to; null where it covers all
 */
public record Caller(String name, Set<String> scopes, @Nullable Set<String> sites) {
  public static final String SITES = "sites";
  private static final String SCOPE = "SCOPE_";
  /** By which a decoder takes a token longer than it says. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  /** The caller of the request at hand. */
  public static Caller current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null) {
      throw new AuthenticationCredentialsNotFoundException("nobody is signed in");
    }
    return of(authentication);
  }

  /** The caller of the request at hand; empty where nobody is signed in. */
  public static Optional<Caller> signedIn() {
    return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
        .filter(one -> one.isAuthenticated() && !(one instanceof AnonymousAuthenticationToken)).map(Caller::of);
  }

  private static Caller of(Authentication authentication) {
    return new Caller(authentication.getName(),
        authentication.getAuthorities().stream().map(GrantedAuthority::getAuthority)
            .filter(authority -> authority != null && authority.startsWith(SCOPE))
            .map(authority -> authority.substring(SCOPE.length())).collect(Collectors.toUnmodifiableSet()),
        sites(authentication));
  }

  /** A claim that is there and cannot be read limits the token to no site at all. */
  private static @Nullable Set<String> sites(Authentication authentication) {
    if (!(authentication instanceof JwtAuthenticationToken token) || !token.getToken().hasClaim(SITES)) {
      return null;
    }
    return token.getToken().getClaim(SITES) instanceof List<?> sites
        ? sites.stream().filter(String.class::isInstance).map(String.class::cast)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  /** From when on the token of the request at hand is good no more; null where it does not say. */
  public static @Nullable Instant goodUntil() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token
        && token.getToken().getExpiresAt() instanceof Instant expiry ? expiry.plus(CLOCKS_DIFFER) : null;
  }

  public boolean may(String scope) {
    return scopes.contains(scope);
  }
}
