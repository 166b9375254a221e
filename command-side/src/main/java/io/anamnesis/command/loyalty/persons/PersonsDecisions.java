package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.account.PersonsCommand;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.persons.WaitingRequests.Waiting;
import io.anamnesis.command.loyalty.request.KnownCustomer;
import io.anamnesis.command.loyalty.request.Reasons;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.masking.Sight;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.reads.Showing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Takes what a named person wants of an account, and lists what waits for another. The person is the subject of the token;
 * reasons are sealed under the customer's key before they go anywhere.
 */
public final class PersonsDecisions {
  /** The reason of every such event is sealed as this one's. */
  private static final String ADJUSTMENT = EventCatalogue.standard().of(AdjustmentRequested.class).type();
  private static final int MOST = 500;

  private final Decisions decisions;
  private final WaitingRequests waiting;
  private final EventLog log;
  private final PersonalData personal;
  private final Masking masking;
  private final MaySee maySee;
  private final Clock clock;

  PersonsDecisions(Decisions decisions, WaitingRequests waiting, EventLog log, PersonalData personal,
      Masking masking, MaySee maySee, Clock clock) {
    this.decisions = decisions;
    this.waiting = waiting;
    this.log = log;
    this.personal = personal;
    this.masking = masking;
    this.maySee = maySee;
    this.clock = clock;
  }

  /**
   * A request under way.
   *
   * @param path of the request, without the query
   */
  record Request(String customer, String path, Caller caller, @Nullable String key) {}

  /** @param next the cursor of the next page; null at the end */
  public record Page<I>(List<I> items, @Nullable String next) {}

  /**
   * Asks for something: its id is that of the command.
   *
   * @param wish read from the body, where it is not answered already
   * @param answer what is told of the first event that was recorded for it
   */
  <A> ResponseEntity<A> ask(Request request, JsonNode body, Function<Sealed, Wish> wish,
      Function<Recorded, A> answer) {
    CustomerId customer = KnownCustomer.of(log, request.customer());
    Asked asked = Asked.of(request.caller(), request.path(), request.key(), request.customer(), body, personal);
    return decide(request, asked, HttpStatus.CREATED, customer, asked.command(),
        () -> wish.apply(Reasons.sealed(personal, request.customer(), ADJUSTMENT, PersonsBody.reason(body))), answer);
  }

  /** Decides on what was asked for. */
  <A> ResponseEntity<A> decide(Request request, UUID id, Wish wish, Function<Recorded, A> answer) {
    CustomerId customer = KnownCustomer.of(log, request.customer());
    Asked asked = Asked.of(request.caller(), request.path(), request.key(), request.customer(),
        JsonNodeFactory.instance.objectNode(), personal);
    return decide(request, asked, HttpStatus.OK, customer, id, () -> wish, answer);
  }

  private <A> ResponseEntity<A> decide(Request request, Asked asked, HttpStatus status, CustomerId customer, UUID id,
      Supplier<Wish> wish, Function<Recorded, A> answer) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    StaffId by = new StaffId(request.caller().name());
    Recorded decided = decisions
        .decide(asked, PointsAccount.stream(customer), () -> new PersonsCommand(customer, id, wish.get(), by, at), at)
        .orElseThrow(() -> new IllegalStateException("what a person asked was neither decided nor refused"));
    return ResponseEntity.status(status).header(ConsistencyToken.HEADER, decisions.token().text())
        .header("Cache-Control", "no-store").body(answer.apply(decided));
  }

  /**
   * What waits, oldest first.
   *
   * @param customer null: of all customers
   * @param state nothing but {@code requested} is listed
   */
  <I> ResponseEntity<Page<I>> list(Kind kind, @Nullable String customer, @Nullable String state,
      @Nullable String cursor, int limit, Function<Waiting, I> item) {
    if (customer != null) {
      KnownCustomer.of(log, customer);
    }
    if (state != null && !state.equals("requested")) {
      throw Problem.of(ProblemType.INVALID).field("state").detail("problem.invalid.requested").exception();
    }
    if (limit < 1 || limit > MOST) {
      throw Problem.of(ProblemType.INVALID).field("limit")
          .detail("problem.invalid.number", "1", Integer.toString(MOST)).exception();
    }
    long after = cursor == null ? 0 : Cursor.parse(cursor).position();
    List<Waiting> found = waiting.all(kind, customer).stream().filter(one -> one.position() > after).toList();
    List<Waiting> part = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() == part.size() ? null : new Cursor(part.getLast().position(), 0).text();
    List<Waiting> shown = part.stream().filter(one -> maySee.sees(one.customer())).toList();
    shown.forEach(one -> Showing.current().customer(one.customer()));
    return ResponseEntity.ok().header("Cache-Control", "no-store")
        .body(new Page<>(shown.stream().map(item).toList(), next));
  }

  /** As the caller may see it; null where the customer's key is gone. */
  @Nullable
  String reason(Waiting one) {
    Showing.current().tells(Sight.current().told());
    return masking.of(one.customer()).text(FieldClass.STAFF_REASON, one.request().reason());
  }
}
