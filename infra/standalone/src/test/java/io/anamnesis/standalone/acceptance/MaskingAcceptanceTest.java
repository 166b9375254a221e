package io.anamnesis.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.standalone.acceptance.WatchedLife.Canary;
import io.anamnesis.web.masking.MaskingTable;
import io.anamnesis.web.masking.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * C11 and H7: every route that reads, each role, each personal field: told, or masked, as the rules say ({@link Onlooker}), and each read
 * of the person is in the log of reads. A route that is new is walked by itself.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class MaskingAcceptanceTest {
  private static final String MASK = "***";
  private static final String API = "/api/v1";
  private static final String AS_PAGE = "#page";

  @Parameter
  private Deployment deployment;

  /** What one look came to. */
  private record Look(String route, Onlooker by, String path, int status, String body) {}

  @Test
  void each_role_sees_of_a_life_what_it_may_by_every_route_and_is_recorded() {
    Client staff = deployment.client();
    WatchedLife life = new WatchedLife(staff);
    life.quarantined();

    List<Look> looks = lookedAt(life, staff);

    assertThat(wrong(looks, life, false)).isEmpty();
    assertThat(life.confirmed()).as("told again").isEqualTo(life.code());
    assertRecorded(looks, life, staff);
  }

  @Test
  void of_a_record_that_is_kept_by_law_alone_an_auditor_with_a_purpose_sees_what_is_left_and_nobody_else_anything() {
    Client staff = deployment.client();
    WatchedLife life = new WatchedLife(staff);
    life.erase();
    life.quarantined();

    List<Look> looks = lookedAt(life, staff);

    assertThat(wrong(looks, life, true)).isEmpty();
    assertThat(life.confirmed()).as("told again").isEqualTo(MASK);
    assertRecorded(looks, life, staff);
  }

  @Test
  void whatever_tells_something_personal_and_is_no_get_is_tried_here_too() {
    assertThat(Stream.of(Resource.values()).filter(one -> !MaskingTable.standard().heldBy(one).isEmpty())
        .filter(one -> one != Resource.REPORTS).flatMap(one -> one.routes().stream())
        .filter(route -> !route.startsWith("GET "))).containsExactlyInAnyOrder("POST /customers/search",
            "POST /customers/{customer}/redemptions/{redemptionId}/confirm");
  }

  private List<Look> lookedAt(WatchedLife life, Client staff) {
    Places places = Places.of(life, staff);
    List<Look> looks = new ArrayList<>();
    for (String route : ReadRoutesTest.routes(deployment)) {
      if (route.startsWith("GET ") || route.equals("POST /customers/search")) {
        for (String path : places.paths(route)) {
          Onlooker.ALL.forEach(by -> looks.add(look(route, by, path, life, staff)));
        }
      }
    }
    assertThat(looks).as("every route that may hold something is looked at").extracting(Look::route)
        .containsAll(ReadRoutesTest.routes(deployment).stream().filter(route -> route.startsWith("GET ")).toList());
    return looks;
  }

  private static Look look(String route, Onlooker by, String path, WatchedLife life, Client staff) {
    Client client = staff.as(by.scope(), by.name(life.customer()));
    List<String> headers = new ArrayList<>(List.of("Accept-Language", "en"));
    if (by.hasPurpose()) {
      headers.addAll(List.of("Purpose", "complaint 17"));
    }
    if (path.endsWith(AS_PAGE)) {
      headers.addAll(List.of("Accept", "text/html"));
    }
    if (route.endsWith("/stream")) {
      headers.addAll(List.of("Last-Event-ID", "0"));
    }
    String[] all = headers.toArray(String[]::new);
    if (route.startsWith("POST")) {
      Answer found = client.post(path, Map.of("name", life.name()), all);
      return new Look(route, by, path, found.status(), found.body());
    }
    if (route.endsWith("/bundle") && by.isLetIn(route)) {
      Bundle bundle = Bundle.of(client.download(path, all).bytes());
      return new Look(route, by, path, 200, String.join("\n", bundle.files().values().stream()
          .map(file -> new String(file, StandardCharsets.UTF_8)).toList()));
    }
    Answer answer = client.get(path.replace(AS_PAGE, ""), all);
    return new Look(route, by, path, answer.status(), answer.body());
  }

  /** Whatever is told that should not be, or is not told that should be. */
  private static List<String> wrong(List<Look> looks, WatchedLife life, boolean isRestricted) {
    List<String> wrong = new ArrayList<>();
    for (Look look : looks) {
      String what = look.by() + " " + look.path() + " " + look.status() + ": ";
      if (Onlooker.letIn(look.route()) != null && look.by().isLetIn(look.route()) == (look.status() == 403)) {
        wrong.add(what + "let in or not");
      }
      for (Canary canary : life.watched()) {
        boolean isShown = look.by().isShown(look.route(), canary, isRestricted);
        if (look.body().contains(canary.value()) != isShown) {
          wrong.add(what + (isShown ? "does not tell " : "tells ") + canary.value());
        }
      }
      boolean hides = life.watched().stream().anyMatch(canary -> Onlooker.isHeld(look.route(), canary)
          && !look.by().isShown(look.route(), canary, false));
      if (look.status() == 200 && hides && !isRestricted && !look.route().endsWith("{customer}/reads")
          && !look.body().contains(MASK)) {
        wrong.add(what + "does not say that something is masked");
      }
    }
    return wrong;
  }

  /** Each look at a path of the person is there once, and each at a list that showed the person. */
  private void assertRecorded(List<Look> looks, WatchedLife life, Client staff) {
    List<String> written = new WrittenReads(deployment.database()).of(life.customer());
    List<String> expected = looks.stream().filter(look -> look.route().contains("{customer}")).map(look -> {
      String told = look.status() >= 400 ? "NONE" : look.by().told(look.route());
      return recorded(look, life) + (look.route().endsWith("{customer}/reads") ? "" : " " + told);
    }).sorted().toList();

    assertThat(written.stream().filter(read -> read.contains("{customer}") && !read.contains(" POST "))
        .filter(read -> Onlooker.ALL.stream().anyMatch(by -> read.startsWith(by.name(life.customer()) + " ")))
        .map(read -> read.contains("{customer}/reads") ? read.substring(0, read.lastIndexOf(' ')) : read).sorted()
        .toList()).isEqualTo(expected);
    for (Look look : looks) {
      if (!look.route().contains("{customer}") && look.status() == 200 && look.body().contains(life.customer())) {
        assertThat(written).as("%s", look.path()).anyMatch(read -> read.startsWith(recorded(look, life)));
      }
    }
    assertThat(asAnswered(life, staff)).containsAll(written);
  }

  private static String recorded(Look look, WatchedLife life) {
    return look.by().name(life.customer()) + " " + look.route() + " " + look.status();
  }

  /** What {@code GET /audit/reads?customer=} answers, page by page. */
  private static List<String> asAnswered(WatchedLife life, Client staff) {
    Client auditor = staff.as("auditor", "afterwards");
    List<String> answered = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = auditor.read(API + "/audit/reads?limit=500&customer=" + life.customer() + cursor);
      page.get("items").forEach(item -> answered.add(String.join(" ", item.get("reader").asString(),
          item.get("method").asString(), item.get("path").asString().replace(API, ""), item.get("status").asString(),
          item.get("shown").asString().toUpperCase(Locale.ROOT))));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
    } while (!cursor.isEmpty());
    return answered;
  }

  /** Paths to look at, as a life fills them in. */
  private record Places(WatchedLife life, String entry, String event, String now) {
    static Places of(WatchedLife life, Client staff) {
      String entry = staff.read(life.path("/points/ledger?limit=500")).get("items").valueStream()
          .filter(item -> item.get("kind").asString().equals("adjusted")).findFirst().orElseThrow().get("entryId")
          .asString();
      String event = staff.as("auditor", "before").get(API + "/audit/customers/" + life.customer() + "/history").lines()
          .getFirst().get("eventId").asString();
      return new Places(life, entry, event, Instant.now().toString());
    }

    List<String> paths(String route) {
      String template = route.substring(route.indexOf('/'));
      String path = API + template.replace("{customer}", life.customer()).replace("{entryId}", entry)
          .replace("{event}", event).replace("{name}", "portrait").replaceAll("\\{[^}]*}", "1");
      String later = "effectiveAt=2100-01-01T00:00:00Z";
      return switch (template) {
        case "/customers/{customer}/portrait" -> List.of(path, path + "?" + later, path + "?asOf=" + life.told());
        case "/customers/{customer}/timeline" -> List.of(path + "?limit=500", path + "?limit=500&" + later);
        case "/customers/{customer}/stream" -> List.of(path + "?asOf=" + now);
        case "/customers/{customer}/everything" -> List.of(path, path + AS_PAGE);
        case "/audit/customers/{customer}/replay" -> List.of(path + "?model=portrait", path + "?model=vouchers");
        case "/audit/customers/{customer}/diff" -> List.of(path + "?from=2020-01-01T00:00:00Z&to=" + now);
        case "/customers/{customer}/reads" -> List.of(path + "?limit=500");
        case "/audit/reads" -> List.of(path + "?limit=500&customer=" + life.customer());
        case "/facts/rejected" -> List.of(path + "?source=" + life.source());
        case "/loyalty/adjustments", "/loyalty/write-offs" -> List.of(path + "?limit=500");
        case "/projections/{name}/rows", "/export/models/{name}" -> Stream.of("portrait", "vouchers", "ledger")
            .flatMap(model -> Stream.of("", "?format=csv", "?format=ndjson")
                .map(format -> path.replace("portrait", model) + format))
            .toList();
        case "/export/events" -> List.of(path + "?format=csv", path + "?format=ndjson");
        default -> List.of(path);
      };
    }
  }
}
