package io.anamnesis.web.masking;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a token may be for: the OAuth 2 scopes. */
public enum Role {
  APP, STAFF, AUDITOR, ANALYST, ADMIN;

  String scope() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Set<Role> of(Collection<String> scopes) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    Arrays.stream(values()).filter(role -> scopes.contains(role.scope())).forEach(roles::add);
    return roles;
  }
}
