package io.anamnesis.web.masking;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is answered alike, with the routes that answer it. A route that is in none shows nothing personal: see {@link MaskingTable}.
 */
public enum Resource {
  PORTRAIT("GET /customers/{customer}/portrait"),
  /** Points, level, spend, and what follows from them. */
  FIGURES("GET /customers/{customer}/points", "GET /customers/{customer}/points/ledger",
      "GET /customers/{customer}/tier", "GET /customers/{customer}/trajectory", "GET /customers/{customer}/memberships",
      "GET /customers/{customer}/benefits", "GET /customers/{customer}/referrals", "GET /customers/{customer}/pool"),
  EXPLANATION("GET /customers/{customer}/points/ledger/{entryId}/explanation"),
  VOUCHERS("GET /customers/{customer}/vouchers"),
  TIMELINE("GET /customers/{customer}/timeline", "GET /customers/{customer}/stream"),
  EVERYTHING("GET /customers/{customer}/everything"),
  REFERRAL_CODE("GET /customers/{customer}/referral-code"),
  LOOKS("GET /customers/{customer}/reads"),
  ERASURE("GET /customers/{customer}/erasure"),
  LEGAL_HOLD("GET /customers/{customer}/legal-hold"),
  SEARCH("POST /customers/search"),
  WORKLISTS("GET /customers/{customer}/points/adjustments", "GET /customers/{customer}/points/write-offs",
      "GET /loyalty/adjustments", "GET /loyalty/write-offs"),
  REVIEWS("GET /loyalty/reviews"),
  OPENING_LINES("GET /loyalty/opening-balances/{reference}/lines",
      "GET /loyalty/opening-balances/{reference}/reconciliation"),
  QUARANTINE("GET /facts/rejected"),
  /** The answer to a decision that hands a reward out. */
  CONFIRMATION("POST /customers/{customer}/redemptions/{redemptionId}/confirm"),
  /** Answers to other decisions that an app may ask for. */
  DECISIONS("POST /customers/{customer}/redemptions", "POST /customers/{customer}/redemptions/{redemptionId}/cancel",
      "POST /customers/{customer}/benefits/{kind}/use", "POST /customers/{customer}/points/transfers",
      "POST /customers/{customer}/pool", "POST /customers/{customer}/pool/members/{member}/invite",
      "POST /customers/{customer}/pool/members/{member}/remove", "POST /customers/{customer}/pool/join",
      "POST /customers/{customer}/pool/decline", "POST /customers/{customer}/pool/leave",
      "POST /customers/{customer}/pool/dissolve", "POST /loyalty/vouchers/use"),
  /** Answers to decisions of members of staff. */
  STAFF_DECISIONS("POST /customers/{customer}/points/adjustments",
      "POST /customers/{customer}/points/adjustments/{adjustmentId}/approve",
      "POST /customers/{customer}/points/adjustments/{adjustmentId}/reject",
      "POST /customers/{customer}/points/write-offs",
      "POST /customers/{customer}/points/write-offs/{writeOffId}/approve",
      "POST /customers/{customer}/points/write-offs/{writeOffId}/reject", "POST /customers/{customer}/tier/override",
      "POST /customers/{customer}/tier/override/withdraw",
      "POST /customers/{customer}/benefits/{kind}/uses/{useId}/cancel", "POST /customers/{customer}/erasure",
      "POST /customers/{customer}/legal-hold", "DELETE /customers/{customer}/legal-hold",
      "POST /loyalty/reviews/{reviewId}/release", "POST /loyalty/reviews/{reviewId}/refuse"),
  HISTORY("GET /audit/customers/{customer}/history"),
  REPLAY("GET /audit/customers/{customer}/replay"),
  DIFFERENCE("GET /audit/customers/{customer}/diff"),
  BUNDLE("GET /audit/customers/{customer}/bundle"),
  CHAIN("GET /audit/events/{event}/chain"),
  READS("GET /audit/reads"),
  REDERIVATION("POST /audit/points/rederivation", "GET /audit/points/rederivation/{id}",
      "DELETE /audit/points/rederivation/{id}"),
  ROWS("GET /projections/{name}/rows", "GET /projections/{name}/parked", "GET /projections/{name}/comparison",
      "GET /policies/{name}/parked"),
  EXPORTS("GET /export/events", "GET /export/models/{name}", "GET /reports/{name}/runs/{run}/file"),
  DRY_RUN("POST /projections/{name}/dry-run"),
  WHAT_IF("POST /loyalty/programmes/{version}/what-if", "GET /loyalty/what-if/{id}", "DELETE /loyalty/what-if/{id}"),
  REPORTS("GET /reports", "GET /reports/{name}", "POST /reports", "POST /reports/{name}/pause",
      "POST /reports/{name}/resume", "POST /reports/{name}/runs", "GET /reports/{name}/runs",
      "GET /reports/{name}/runs/{run}", "GET /reports/{name}/deliveries", "DELETE /reports/{name}");

  private static final String API = "/api/v1";
  private static final Map<String, Resource> BY_ROUTE = byRoute();

  private final List<String> routes;

  Resource(String... routes) {
    this.routes = List.of(routes);
  }

  /** Method and template of the path, without what all paths begin with. */
  public List<String> routes() {
    return routes;
  }

  /** @param template path with names in the place of values */
  static Optional<Resource> of(String method, String template) {
    String route = (method.equals("HEAD") ? "GET" : method) + " "
        + (template.startsWith(API) ? template.substring(API.length()) : template);
    return Optional.ofNullable(BY_ROUTE.get(route));
  }

  private static Map<String, Resource> byRoute() {
    Map<String, Resource> found = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(resource -> resource.routes.forEach(route -> {
      if (found.put(route, resource) != null) {
        throw new IllegalStateException(route + " is in two resources");
      }
    }));
    return found;
  }
}
