package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.query.audit.reads.ReadWords;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import io.anamnesis.web.masking.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of both sides is recorded, or is known to show nobody's data. A new one fails here until it is in one of the two
 * tables, unless its path names the customer: then it is recorded by itself.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class ReadRoutesTest {
  private static final String API = "/api/v1";

  /** Whoever answers names each customer whom the answer shows, to {@link io.anamnesis.web.reads.Showing}. */
  private static final Set<String> NAMES_WHOM_IT_SHOWS = Set.of("POST /customers/search", "GET /loyalty/reviews",
      "POST /loyalty/reviews/{reviewId}/release", "POST /loyalty/reviews/{reviewId}/refuse", "GET /loyalty/adjustments",
      "GET /loyalty/write-offs", "POST /loyalty/vouchers/use", "GET /loyalty/opening-balances/{reference}/lines",
      "GET /loyalty/opening-balances/{reference}/reconciliation", "GET /facts/rejected", "GET /audit/reads",
      "GET /audit/events/{event}/chain",
      "POST /projections/{name}/dry-run", "POST /audit/points/rederivation", "GET /audit/points/rederivation/{id}",
      "DELETE /audit/points/rederivation/{id}");

  private static final String COUNTS = "tells what was taken, how much of it, and what was wrong with the rest";
  private static final String RULES = "tells rules and what is on offer, of nobody in particular";
  private static final String BATCH = "tells how many and how much, and who decided";
  private static final String PSEUDONYMS = "customers are pseudonyms in it, and nothing personal is";
  private static final String STATE = "tells how a view or a policy stands";
  private static final String SUMS = "tells sums over all customers";
  private static final String HASHES = "tells hashes and signatures";
  private static final String SHAPES = "tells what events look like, and how many there are";
  private static final String WORDS = "tells how a report is made and when, and to whom it goes";

  /** And why. */
  private static final Map<String, String> SHOWS_NOBODY = Map.ofEntries(Map.entry("POST /facts", COUNTS),
      Map.entry("GET /facts", "tells a source the position of what it has sent itself"),
      Map.entry("POST /loyalty/rewards", RULES), Map.entry("GET /loyalty/rewards", RULES),
      Map.entry("GET /loyalty/rewards/{reward}", RULES), Map.entry("DELETE /loyalty/rewards/{reward}", RULES),
      Map.entry("POST /loyalty/programmes", RULES), Map.entry("GET /loyalty/programmes", RULES),
      Map.entry("GET /loyalty/programmes/{version}", RULES),
      Map.entry("POST /loyalty/programmes/{version}/publish", RULES),
      Map.entry("POST /loyalty/programmes/{version}/retire", RULES),
      Map.entry("POST /loyalty/programmes/{version}/validate", RULES),
      Map.entry("GET /loyalty/programmes/{version}/diff", RULES),
      Map.entry("POST /loyalty/programmes/{version}/what-if", PSEUDONYMS),
      Map.entry("GET /loyalty/what-if/{id}", PSEUDONYMS), Map.entry("DELETE /loyalty/what-if/{id}", PSEUDONYMS),
      Map.entry("POST /loyalty/opening-balances", COUNTS), Map.entry("GET /loyalty/opening-balances", BATCH),
      Map.entry("GET /loyalty/opening-balances/{reference}", BATCH),
      Map.entry("POST /loyalty/opening-balances/{reference}/approve", BATCH),
      Map.entry("POST /loyalty/opening-balances/{reference}/reject", BATCH),
      Map.entry("GET /policies", STATE), Map.entry("GET /policies/{name}", STATE),
      Map.entry("GET /policies/{name}/parked", PSEUDONYMS), Map.entry("POST /policies/{name}/parked/retry", STATE),
      Map.entry("POST /policies/{name}/parked/skip", STATE), Map.entry("GET /projections", STATE),
      Map.entry("GET /projections/{name}", STATE), Map.entry("POST /projections/rebuild", STATE),
      Map.entry("POST /projections/{name}/rebuild", STATE), Map.entry("POST /projections", STATE),
      Map.entry("GET /projections/{name}/definition", STATE), Map.entry("POST /projections/{name}/backfill", STATE),
      Map.entry("GET /projections/{name}/comparison", PSEUDONYMS), Map.entry("POST /projections/{name}/swap", STATE),
      Map.entry("POST /projections/{name}/rollback", STATE), Map.entry("POST /projections/{name}/cancel", STATE),
      Map.entry("GET /projections/{name}/parked", PSEUDONYMS),
      Map.entry("POST /projections/{name}/parked/retry", STATE),
      Map.entry("POST /projections/{name}/parked/skip", STATE), Map.entry("GET /projections/{name}/rows", PSEUDONYMS),
      Map.entry("GET /export/events", PSEUDONYMS), Map.entry("GET /export/models/{name}", PSEUDONYMS),
      Map.entry("GET /kpis/volumes", SUMS), Map.entry("GET /kpis/renewal-rate", SUMS),
      Map.entry("GET /kpis/points-liability", SUMS), Map.entry("GET /event-types", SHAPES),
      Map.entry("GET /event-types/{type}", SHAPES), Map.entry("GET /event-types/{type}/schema", SHAPES),
      Map.entry("POST /event-types/{type}/schema", SHAPES), Map.entry("GET /audit/log/key", HASHES),
      Map.entry("GET /audit/log/checkpoint", HASHES), Map.entry("GET /audit/log/tile/{*path}", HASHES),
      Map.entry("GET /audit/log/proofs/inclusion", HASHES), Map.entry("GET /audit/log/proofs/consistency", HASHES),
      Map.entry("GET /audit/reconciliation", SUMS), Map.entry("GET /audit/log/keys", HASHES),
      Map.entry("GET /audit/log/statements", HASHES),
      Map.entry("POST /audit/log/key/handovers", HASHES), Map.entry("GET /audit/reads/log/keys", HASHES),
      Map.entry("GET /audit/reads/log/statements", HASHES),
      Map.entry("POST /audit/log/cosignatures", HASHES), Map.entry("GET /audit/reads/log/key", HASHES),
      Map.entry("GET /audit/reads/log/checkpoint", HASHES), Map.entry("GET /audit/reads/log/tile/{*path}", HASHES),
      Map.entry("GET /audit/reads/log/proofs/inclusion", HASHES),
      Map.entry("GET /audit/reads/log/proofs/consistency", HASHES),
      Map.entry("POST /audit/reads/log/cosignatures", HASHES), Map.entry("GET /reports", WORDS),
      Map.entry("GET /reports/{name}", WORDS), Map.entry("POST /reports", WORDS),
      Map.entry("POST /reports/{name}/pause", WORDS), Map.entry("POST /reports/{name}/resume", WORDS),
      Map.entry("POST /reports/{name}/runs", WORDS), Map.entry("DELETE /reports/{name}", WORDS),
      Map.entry("GET /reports/{name}/runs", WORDS), Map.entry("GET /reports/{name}/runs/{run}", WORDS),
      Map.entry("GET /reports/{name}/runs/{run}/file", PSEUDONYMS), Map.entry("GET /reports/{name}/deliveries", WORDS));

  @Parameter
  private Deployment deployment;

  @Test
  void every_route_is_recorded_or_is_known_to_show_nobody() {
    Set<String> unnamed = routes().stream().filter(route -> !route.contains("{customer}"))
        .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(NAMES_WHOM_IT_SHOWS);
    known.addAll(SHOWS_NOBODY.keySet());

    assertThat(unnamed).isEqualTo(known);
  }

  @Test
  void whatever_is_recorded_has_words_for_the_customer() {
    Messages messages = Messages.of(new MessageBundle("io/anamnesis/query/messages"));

    assertThat(routes()).filteredOn(route -> route.contains("{customer}") || NAMES_WHOM_IT_SHOWS.contains(route))
        .map(route -> "reads.what." + ReadWords.topic(route.substring(route.indexOf('/'))))
        .allMatch(messages::has);
  }

  /** What is shown by role, resource and field is said of each route that shows somebody, under whichever name, or an address. */
  @Test
  void every_route_that_shows_somebody_is_in_the_masking_table_and_no_other() {
    Set<String> showing = routes().stream().filter(route -> route.contains("{customer}"))
        .collect(Collectors.toCollection(TreeSet::new));
    showing.addAll(NAMES_WHOM_IT_SHOWS);
    SHOWS_NOBODY.forEach((route, why) -> {
      if (why.equals(PSEUDONYMS) || why.equals(WORDS)) {
        showing.add(route);
      }
    });

    Set<String> inTable = Stream.of(Resource.values()).flatMap(resource -> resource.routes().stream())
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(inTable).isEqualTo(showing);
  }

  private Set<String> routes() {
    return routes(deployment);
  }

  /** Method and template of the path, without what all paths begin with. */
  static Set<String> routes(Deployment deployment) {
    Map<String, RequestMappingInfo> routes = new HashMap<>();
    deployment.contexts().stream()
        .flatMap(context -> context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream())
        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream()).forEach(
            route -> route.getPatternValues().stream().filter(pattern -> pattern.startsWith(API)).forEach(
                pattern -> route.getMethodsCondition().getMethods()
                    .forEach(method -> routes.put(method + " " + pattern.substring(API.length()), route))));
    return new TreeSet<>(routes.keySet());
  }
}
