package io.anamnesis.query.customer;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.FieldClass;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.audit.ReadEvent.Shown;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonalData.IndexKind;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.customer.Portrait.CustomerClass;
import io.anamnesis.web.Freshly;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.reads.Showing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds customers by a personal value, which therefore stands in the body and never in the URL. Who is to be forgotten is found by
 * nobody, also where the record is still kept.
 */
@RestController
public class SearchController {
  private static final Map<String, IndexKind> KINDS =
      Map.of("phone", IndexKind.PHONE, "name", IndexKind.NAME, "nationalId", IndexKind.NATIONAL_ID);
  private static final List<String> NOT_YET = List.of("tag", "segment");

  private final ReadModels models;
  private final Waiting waiting;
  private final Masking masking;
  private final PersonKeys personKeys;
  private final PortraitProjection portrait;
  private final MaySee maySee;
  private final Clock clock;

  public SearchController(ReadModels models, Waiting waiting, Masking masking, PersonKeys personKeys,
      PortraitProjection portrait, MaySee maySee, ObjectProvider<Clock> clocks) {
    this.models = models;
    this.waiting = waiting;
    this.masking = masking;
    this.personKeys = personKeys;
    this.portrait = portrait;
    this.maySee = maySee;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /** A customer found. */
  public record Found(String customer, @Nullable JsonNode name,
      @JsonProperty("class") @Nullable CustomerClass customerClass, int level, long position) {}

  private record Wanted(IndexKind kind, String value) {}

  private record Place(int index, String customer) {}

  @PostMapping(path = "/api/v1/customers/search", consumes = "application/json", produces = "application/json")
  ResponseEntity<Page<Found>> search(@RequestBody JsonNode body, PageRequest page, Freshly freshly) {
    Wanted wanted = wanted(body);
    waiting.forView(portrait, freshly);
    List<String> found = models.find(portrait, wanted.kind, wanted.value);
    int from = page.cursor() == null ? 0 : (int) Math.min(page.cursor().position(), found.size());
    Instant now = clock.instant();
    List<Place> places = IntStream.range(from, found.size()).mapToObj(index -> new Place(index, found.get(index)))
        .filter(place -> maySee.sees(place.customer) && isFound(place.customer)).limit(page.toRead()).toList();
    Page<Found> shown = page.page(places, place -> describe(place.customer, now),
        place -> new Cursor(place.index + 1L, 0));
    shown.items().forEach(one -> Showing.current().customer(one.customer()));
    Showing.current().tells(Shown.CLEAR);
    return ResponseEntity.ok().header("Cache-Control", "no-store").body(shown);
  }

  private boolean isFound(String customer) {
    return switch (personKeys.state(customer, KeyKind.RECORD)) {
      case NEVER, ACTIVE -> true;
      case RESTRICTED, DESTROYED -> false;
    };
  }

  private Found describe(String customer, Instant now) {
    Folded<PortraitState> folded = models.live(portrait, customer).folded();
    Portrait found = portrait.answer(folded, now);
    Sealed sealed = found.identity().name();
    JsonNode name = sealed == null ? null : masking.of(customer).value(FieldClass.NAME, sealed);
    return new Found(customer, name, found.customerClass(), found.tier().level(), folded.position());
  }

  private static Wanted wanted(JsonNode body) {
    if (!(body instanceof ObjectNode object)) {
      throw Problem.of(ProblemType.MALFORMED).exception();
    }
    List<String> asked = object.properties().stream().filter(member -> !member.getValue().isNull())
        .map(Map.Entry::getKey).filter(name -> KINDS.containsKey(name) || NOT_YET.contains(name)).toList();
    if (asked.size() != 1) {
      throw Problem.of(asked.isEmpty() ? ProblemType.MISSING : ProblemType.INVALID)
          .detail("problem.invalid.search").exception();
    }
    String name = asked.getFirst();
    IndexKind kind = KINDS.get(name);
    if (kind == null) {
      throw Problem.of(ProblemType.UNSUPPORTED).field(name).exception();
    }
    JsonNode value = object.get(name);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.text").exception();
    }
    return new Wanted(kind, value.stringValue());
  }
}
