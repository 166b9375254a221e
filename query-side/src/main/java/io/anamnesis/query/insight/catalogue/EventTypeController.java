package io.anamnesis.query.insight.catalogue;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Freshly;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** The catalogue of event types. */
@RestController
@RequestMapping(path = "/api/v1/event-types", produces = MediaType.APPLICATION_JSON_VALUE)
public class EventTypeController {
  private static final String ALL = "500";

  private final LiveCatalogue catalogue;
  private final Waiting waiting;
  private final PersonalData keys;

  public EventTypeController(LiveCatalogue catalogue, Waiting waiting, PersonalData keys) {
    this.catalogue = catalogue;
    this.waiting = waiting;
    this.keys = keys;
  }

  /** By name; all that a build knows fit on a page. */
  @GetMapping
  ResponseEntity<Page<EventType>> all(@RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = ALL) String limit, Language language, Freshly freshly) {
    int most = PageRequest.limit(limit);
    String after = cursor == null ? "" : keys.disclose(cursor).orElseThrow(EventTypeController::notOurs);
    waiting.forPolicies(freshly);
    LiveCatalogue.At now = catalogue.now(language);
    List<EventType> rest = now.types().stream().filter(type -> type.type().compareTo(after) > 0).toList();
    List<EventType> shown = rest.subList(0, Math.min(most, rest.size()));
    String next = rest.size() > most ? keys.conceal(shown.getLast().type()) : null;
    return answer(now, new Page<>(shown, next));
  }

  @GetMapping("/{type}")
  ResponseEntity<EventType> one(@PathVariable String type, Language language, Freshly freshly) {
    waiting.forPolicies(freshly);
    LiveCatalogue.At now = catalogue.now(language);
    return answer(now, now.find(type).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND)));
  }

  private static <T> ResponseEntity<T> answer(LiveCatalogue.At now, T body) {
    return ResponseEntity.ok().header("Position", Long.toString(now.position())).header("Vary", "Accept-Language")
        .body(body);
  }

  private static ProblemException notOurs() {
    return Problem.of(ProblemType.INVALID).field("cursor").detail("problem.invalid.cursor").exception();
  }
}
