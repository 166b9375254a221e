package io.anamnesis.standalone.acceptance;

import io.anamnesis.standalone.acceptance.WatchedLife.Canary;
import java.util.List;
import java.util.Set;

/**
 * Somebody who looks, and what the rules of privacy let him see: said here in their own words, and nowhere read off the product.
 *
 * @param hasPurpose whether he says why he looks
 */
record Onlooker(String scope, boolean hasPurpose) {
  static final List<Onlooker> ALL = List.of(new Onlooker("app", false), new Onlooker("staff", false),
      new Onlooker("auditor", false), new Onlooker("auditor", true), new Onlooker("analyst", false),
      new Onlooker("admin", false));

  private static final String CUSTOMER = "/customers/{customer}";

  String name(String customer) {
    return (hasPurpose ? "purposeful-" : "") + scope + "-" + customer;
  }

  /** Which canaries the answers of a route hold; the empty text for none. */
  static String place(String route) {
    return switch (route.substring(route.indexOf('/'))) {
      case CUSTOMER + "/timeline", CUSTOMER + "/stream", CUSTOMER + "/everything", "/audit" + CUSTOMER + "/history",
          "/audit" + CUSTOMER + "/replay", "/audit" + CUSTOMER + "/bundle" ->
        "events";
      case CUSTOMER + "/portrait", "/audit" + CUSTOMER + "/diff" -> "portrait";
      case CUSTOMER + "/points/ledger/{entryId}/explanation" -> "explanation";
      case CUSTOMER + "/vouchers" -> "vouchers";
      case CUSTOMER + "/points/adjustments", "/loyalty/adjustments" -> "worklist";
      case CUSTOMER + "/reads", "/audit/reads" -> "words";
      case "/facts/rejected" -> "quarantine";
      default -> "";
    };
  }

  /** Whether an answer of the route holds it at all. */
  static boolean isHeld(String route, Canary canary) {
    return canary.isIn(place(route)) || (route.endsWith("/diff") && canary.isCode())
        || (route.endsWith("/customers/search") && canary.value().endsWith(" customer.amended name"));
  }

  /** Null where the rules say nothing of who is let in. */
  static Set<String> letIn(String route) {
    String path = route.substring(route.indexOf('/'));
    if (path.startsWith("/audit" + CUSTOMER) || path.startsWith("/audit/reads") || path.startsWith("/audit/events")) {
      return Set.of("auditor");
    }
    if (path.endsWith("/adjustments") || path.endsWith("/write-offs") || path.equals("/loyalty/reviews")
        || path.equals("/customers/search")) {
      return Set.of("staff");
    }
    if (path.equals(CUSTOMER + "/reads") || path.equals(CUSTOMER + "/referral-code")
        || path.equals("/facts/rejected")) {
      return Set.of("app", "staff");
    }
    if (path.equals(CUSTOMER + "/legal-hold")) {
      return Set.of("staff", "auditor");
    }
    return path.startsWith(CUSTOMER) ? Set.of("app", "staff", "auditor") : null;
  }

  boolean isLetIn(String route) {
    Set<String> scopes = letIn(route);
    return scopes != null && scopes.contains(scope);
  }

  /** @param isRestricted whether the person is to be forgotten, and the record is kept by law alone */
  boolean isShown(String route, Canary canary, boolean isRestricted) {
    if (!isLetIn(route) || !isHeld(route, canary)) {
      return false;
    }
    return switch (scope) {
      case "app" -> !isRestricted;
      case "staff" -> !isRestricted && !place(route).equals("words");
      case "auditor" -> hasPurpose && !canary.isCode() && (canary.ofRecord() || !isRestricted);
      default -> false;
    };
  }

  /** What the log of reads says of an answer that is no refusal: what was told at most. */
  String told(String route) {
    String place = place(route);
    if (place.isEmpty()) {
      return "NONE";
    }
    return scope.equals("auditor") && (!hasPurpose || place.equals("vouchers")) ? "MASKED" : "CLEAR";
  }
}
