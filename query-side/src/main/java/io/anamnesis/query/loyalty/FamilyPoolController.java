package io.anamnesis.query.loyalty;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.CustomerId;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Live;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.loyalty.PoolAnswer.Invitation;
import io.anamnesis.query.loyalty.PoolAnswer.Member;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.reads.Showing;

/** A customer's family pool over HTTP: who is in it, and what it can spend. */
@RestController
public class FamilyPoolController {
  private final CustomerReads reads;
  private final Waiting waiting;
  private final ReadModels models;
  private final PoolProjection pools;
  private final PointsProjection points;
  private final PoolSeats seats;
  private final Clock clock;

  public FamilyPoolController(CustomerReads reads, Waiting waiting, ReadModels models, PoolProjection pools,
      PointsProjection points, PoolSeats seats, ObjectProvider<Clock> clocks) {
    this.reads = reads;
    this.waiting = waiting;
    this.models = models;
    this.pools = pools;
    this.points = points;
    this.seats = seats;
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * What is read of one request.
   *
   * @param last position of the last event of a pool that is read
   */
  private record Read(CustomerRequest request, Instant at, long last) {}

  /** Waits for each member's points as for the customer's own pool; one whose events are parked parks the answer. */
  @GetMapping(path = "/api/v1/customers/{customer}/pool", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> pool(CustomerRequest request) {
    waiting.forView(pools, request.customer(), new Freshly(request.token(), request.patience()));
    reads.mustBeKnown(request);
    Instant at = request.travel().evaluatedAt(clock.instant());
    Live<PoolState> own;
    long last;
    if (request.travel().isLive()) {
      own = models.live(pools, request.customer());
      last = Long.MAX_VALUE;
    } else {
      last = reads.readTo(request);
      own = new Live<>(models.travel(pools, request.customer(), request.travel()), last);
    }
    return reads.respond(request, pools.name(), answer(new Read(request, at, last), own.folded()), own.viewPosition());
  }

  private PoolAnswer answer(Read read, Folded<PoolState> own) {
    PoolState.Place place = seated(read, own);
    List<Member> members = place == null ? List.of() : members(read, place.poolId());
    return new PoolAnswer(own.subject(), place == null ? null : place.poolId(), place == null ? null : place.at(),
        members, members.stream().mapToLong(Member::available).sum(), invitations(read, own.state()), own.position());
  }

  /** Who has lost the seat meanwhile is told nothing more of the others, however far the view is behind. */
  private PoolState.@Nullable Place seated(Read read, Folded<PoolState> own) {
    PoolState.Place place = own.state().current();
    return place != null && seats(read, place.poolId()).contains(new CustomerId(own.subject())) ? place : null;
  }

  private List<CustomerId> seats(Read read, UUID poolId) {
    return seats.members(poolId, read.last(), read.request().travel().effectiveAt());
  }

  private List<Member> members(Read read, UUID poolId) {
    List<CustomerId> members = seats(read, poolId);
    members.forEach(member -> Showing.current().customer(member.value()));
    return IntStream.range(0, members.size()).mapToObj(
        number -> new Member(members.get(number).value(), number == 0, available(read, members.get(number).value())))
        .toList();
  }

  private long available(Read read, String member) {
    CustomerRequest request = read.request();
    waiting.forView(points, member, new Freshly(request.token(), request.patience()));
    PointsFigures figures = state(points, member, request).state().at(read.at());
    return figures.arrears() > 0 ? 0 : figures.available();
  }

  private <S> Folded<S> state(Projection<S, ?> view, String customer, CustomerRequest request) {
    return request.travel().isLive()
        ? models.live(view, customer).folded()
        : models.travel(view, customer, request.travel());
  }

  /** One of a keeper who has left the pool holds no longer, though nobody has said so. */
  private List<Invitation> invitations(Read read, PoolState own) {
    return own.invitations().entrySet().stream().filter(one -> one.getValue().keeper() != null)
        .filter(one -> seats
            .keeper(UUID.fromString(one.getKey()), read.last(), read.request().travel().effectiveAt())
            .filter(keeper -> keeper.equals(one.getValue().keeper())).isPresent())
        .map(FamilyPoolController::invitation).toList();
  }

  private static Invitation invitation(Map.Entry<String, PoolState.Invitation> one) {
    CustomerId keeper = one.getValue().keeper();
    if (keeper == null) {
      throw new IllegalArgumentException("an invitation that has ended");
    }
    return new Invitation(UUID.fromString(one.getKey()), keeper.value(), one.getValue().at());
  }
}
