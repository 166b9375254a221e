package io.anamnesis.command.loyalty.publication;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.publication.ProgrammeLog.Decided;
import io.anamnesis.command.loyalty.request.NamedPage;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Versions of the loyalty programme: drafted, published, retired. Every change has its {@code ETag}. */
@RestController
@RequestMapping(path = ProgrammeController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class ProgrammeController {
  static final String PATH = "/api/v1/loyalty/programmes";
  private static final String FROM = "from";

  private final ProgrammeLog log;
  private final LogRegister<Programmes> programmes;
  private final DraftProgramme drafts;
  private final PersonalData personal;
  private final Clock clock;

  ProgrammeController(ProgrammeLog log, LogRegister<Programmes> programmes, DraftProgramme drafts,
      PersonalData personal, Clock clock) {
    this.log = log;
    this.programmes = programmes;
    this.drafts = drafts;
    this.personal = personal;
    this.clock = clock;
  }

  /**
   * 201 for a version's first draft, 200 for one that replaces it; the same once more changes nothing. Under a key, what was
   * drafted first is told again.
   */
  @PostMapping
  ResponseEntity<ProgrammeAnswer> draft(@RequestBody JsonNode body,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Caller caller) {
    Draft draft = drafts.draft(body);
    Decided decided = log.record(draft.programme().version(), ChangeCondition.of(ifMatch),
        asked(caller, PATH, key, body), now(), before -> ProgrammeDecisions.draft(before, draft));
    return answer(decided, decided.recorded() && decided.version().changes() == 1 ? 201 : 200);
  }

  /** In the order in which they were first drafted; the cursor is the name of the last one seen. */
  @GetMapping
  NamedPage<ProgrammeAnswer> all(@RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = NamedPage.STANDARD) int limit) {
    return NamedPage.of(programmes.now().all(), ProgrammeVersion::name, cursor, limit)
        .map(ProgrammeAnswer::brief);
  }

  @GetMapping("/{version}")
  ResponseEntity<ProgrammeAnswer> one(@PathVariable String version) {
    ProgrammeVersion found = known(log, version);
    return ResponseEntity.ok().eTag(ChangeCondition.tag(found)).body(ProgrammeAnswer.whole(found));
  }

  /** From the instant in the body, else the draft's, else from now on. */
  @PostMapping("/{version}/publish")
  ResponseEntity<ProgrammeAnswer> publish(@PathVariable String version,
      @RequestBody(required = false) @Nullable JsonNode body,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Caller caller) {
    Instant wanted = instant(body, DraftProgramme.EFFECTIVE_FROM);
    Instant now = now();
    Asked asked = asked(caller, PATH + "/" + version + "/publish", key, body);
    return answer(log.record(version, ChangeCondition.of(ifMatch), asked, now, before -> {
      Optional.ofNullable(before).ifPresent(drafts::checkAgain);
      return ProgrammeDecisions.publish(before, wanted, now, caller.name());
    }), 200);
  }

  /** From the instant in the body, else from now on. */
  @PostMapping("/{version}/retire")
  ResponseEntity<ProgrammeAnswer> retire(@PathVariable String version,
      @RequestBody(required = false) @Nullable JsonNode body,
      @RequestHeader(name = Asked.KEY, required = false) @Nullable String key,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Caller caller) {
    Instant wanted = instant(body, FROM);
    Instant now = now();
    Asked asked = asked(caller, PATH + "/" + version + "/retire", key, body);
    return answer(log.record(version, ChangeCondition.of(ifMatch), asked, now,
        before -> ProgrammeDecisions.retire(before, wanted, now, caller.name())), 200);
  }

  private Asked asked(Caller caller, String path, @Nullable String key, @Nullable JsonNode body) {
    return Asked.of(caller, path, key, "", body == null ? JsonNodeFactory.instance.nullNode() : body, personal);
  }

  static ProgrammeVersion known(ProgrammeLog log, String version) {
    return log.find(version).orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_PROGRAMME));
  }

  private static ResponseEntity<ProgrammeAnswer> answer(Decided decided, int status) {
    ProgrammeVersion version = decided.version();
    return ResponseEntity.status(status).eTag(ChangeCondition.tag(version))
        .location(URI.create(PATH + "/" + version.name()))
        .header(ConsistencyToken.HEADER, new ConsistencyToken(decided.position()).text())
        .body(ProgrammeAnswer.whole(version));
  }

  /** The only member that the body may have. */
  private static @Nullable Instant instant(@Nullable JsonNode body, String name) {
    if (body == null || body.isNull()) {
      return null;
    }
    if (!body.isObject()) {
      throw Problem.of(ProblemType.INVALID).field(name).exception();
    }
    body.propertyNames().stream().filter(other -> !other.equals(name)).findFirst().ifPresent(other -> {
      throw Problem.of(ProblemType.INVALID).field(other).exception();
    });
    return DraftProgramme.instant(body, name);
  }

  /** As exact as the log keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
