package io.anamnesis.standalone.authorization;

import java.util.Locale;

/** The roles of the outside contract; each is an OAuth 2 scope. */
enum Role {
  APP, STAFF, ANALYST, AUDITOR, ADMIN;

  String scope() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Client id, and subject of its tokens. */
  String client() {
    return "demo-" + scope();
  }
}
