package io.anamnesis.query.loyalty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.CustomerId;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Live;
import io.anamnesis.projections.LiveStates;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.RowPlace;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Language;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.reads.Showing;

/** The worklist of awards that wait for a person. */
@RestController
public class ReviewsController {
  public static final String PATH = "/api/v1/loyalty/reviews";

  private final ReadModels models;
  private final Waiting waiting;
  private final ReviewsProjection reviews;
  private final PersonalData keys;
  private final MaySee maySee;
  private final Messages messages;

  public ReviewsController(ReadModels models, Waiting waiting, ReviewsProjection reviews, PersonalData keys,
      MaySee maySee, Messages messages) {
    this.models = models;
    this.waiting = waiting;
    this.reviews = reviews;
    this.keys = keys;
    this.maySee = maySee;
    this.messages = messages;
  }

  /** An item and where it stands: by customer, what was held first comes first. */
  private record Placed(RowPlace place, String customer, ReviewsState.Open open) {}

  /**
   * What waits, customer by customer, each one's oldest first.
   *
   * @param customer whose alone; null: all
   * @param state nothing but {@code open} is listed
   */
  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<ReviewItem>> open(@RequestParam @Nullable String state, @RequestParam @Nullable String customer,
      @RequestParam @Nullable String cursor, @RequestParam @Nullable String limit,
      @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String wanted, Freshly freshly) {
    if (state != null && !state.equals("open")) {
      throw Problem.of(ProblemType.INVALID).field("state").detail("problem.invalid.open").exception();
    }
    int most = PageRequest.limit(limit);
    RowPlace after = Optional.ofNullable(cursor).map(this::place).orElse(RowPlace.FIRST);
    Language language = Language.of(wanted);
    LiveStates<ReviewsState> found = customer == null ? ofAll(after, most, freshly) : of(customer, freshly);
    List<Placed> left = placed(found, after);
    List<Placed> part = left.subList(0, Math.min(most, left.size()));
    Set<String> seen =
        part.stream().map(Placed::customer).distinct().filter(maySee::sees).collect(Collectors.toUnmodifiableSet());
    List<Placed> shown = part.stream().filter(one -> seen.contains(one.customer())).toList();
    shown.forEach(one -> Showing.current().customer(one.customer()));
    if (customer != null) {
      Showing.current().customer(customer);
    }
    String next = left.size() == part.size() ? null : keys.conceal(part.getLast().place().text());
    return ResponseEntity.ok().header("Position", Long.toString(found.viewPosition()))
        .header("Parked", Integer.toString(found.parked())).header("Cache-Control", "no-store")
        .header("Vary", "Accept-Language").header("Content-Language", language.tag()).body(new Page<>(
            shown.stream().map(one -> ReviewItem.of(one.customer(), one.open(), messages, language)).toList(), next));
  }

  /** Each customer that is listed has something open: one more than the page holds tells whether there is a next one. */
  private LiveStates<ReviewsState> ofAll(RowPlace after, int most, Freshly freshly) {
    waiting.forView(reviews, freshly);
    // All of the first customer may be on the page before.
    return models.openStates(reviews, after.key(), most + 2);
  }

  private LiveStates<ReviewsState> of(String customer, Freshly freshly) {
    if (!CustomerId.isValid(customer)) {
      throw Problem.of(ProblemType.INVALID).field("customer").detail("problem.invalid.customer").exception();
    }
    // Also where it is refused.
    Showing.current().customer(customer);
    maySee.mustSee(customer);
    waiting.forView(reviews, customer, freshly);
    Live<ReviewsState> live = models.live(reviews, customer);
    return new LiveStates<>(List.of(live.folded()), live.viewPosition(), 0);
  }

  private static List<Placed> placed(LiveStates<ReviewsState> found, RowPlace after) {
    List<Placed> left = new ArrayList<>();
    for (Folded<ReviewsState> one : found.states()) {
      for (ReviewsState.Open open : one.state().open()) {
        boolean before = one.subject().equals(after.key()) && open.position() <= after.position();
        if (!before) {
          left.add(new Placed(new RowPlace(one.subject(), open.position(), 0), one.subject(), open));
        }
      }
    }
    return left;
  }

  private RowPlace place(String cursor) {
    return keys.disclose(cursor).flatMap(RowPlace::parse).orElseThrow(
        () -> Problem.of(ProblemType.INVALID).field("cursor").detail("problem.invalid.cursor").exception());
  }
}
