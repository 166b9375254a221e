package io.anamnesis.command.loyalty.opening;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds what the log says was booked against what the older system said, customer by customer and lot by lot. */
final class OpeningReconciliation {
  private static final int CHUNK = 500;
  private static final int LISTED = 100;

  private final EventLog log;
  private final EventDecoder decoder;

  OpeningReconciliation(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /**
   * What was booked.
   *
   * @param total points that the older system has
   * @param customers that were booked, of so many {@code approved}
   * @param points of all lots booked
   * @param reconciled whether all was booked, as it was said
   * @param different customers who were booked otherwise than they were said to be
   * @param differences the first hundred of those, and of those who are not booked yet
   */
  record Report(String reference, String state, long total, int approved, int customers, int lots, long points,
      boolean reconciled, int different, List<Difference> differences) {

    /** Naming nobody else; all figures stay. */
    Report showing(Predicate<String> customer) {
      return new Report(reference, state, total, approved, customers, lots, points, reconciled, different,
          differences.stream().filter(difference -> customer.test(difference.customer())).toList());
    }
  }

  /** @param booked points of the lots in the log; null where none were booked yet */
  record Difference(String customer, long total, @Nullable Long booked) {}

  /** How many of a batch's customers are booked. */
  int booked(List<Recorded> approvals) {
    return bookings(approvals).size();
  }

  Report report(OpeningBatch batch, List<Recorded> approvals) {
    Map<UUID, OpeningBalanceBooked> bookings = bookings(approvals);
    List<Difference> differences = new ArrayList<>();
    int lots = 0;
    long points = 0;
    int different = 0;
    for (Recorded approval : approvals) {
      OpeningBalanceApproved approved = (OpeningBalanceApproved) approval.event();
      OpeningBalanceBooked booked = bookings.get(OpeningBalancePolicy.booking(approval));
      long sum = booked == null ? 0 : booked.lots().stream().mapToLong(Lot::points).sum();
      lots += booked == null ? 0 : booked.lots().size();
      points += sum;
      boolean asSaid = booked != null && dated(booked).equals(approved.lots()) && sum == approved.total();
      different += booked == null || asSaid ? 0 : 1;
      if (!asSaid && differences.size() < LISTED) {
        differences.add(new Difference(String.valueOf(approval.subject()), approved.total(),
            booked == null ? null : sum));
      }
    }
    boolean reconciled = bookings.size() == batch.submitted().customers() && different == 0
        && points == batch.submitted().total();
    return new Report(batch.submitted().reference(), OpeningAnswer.word(batch.state()), batch.submitted().total(),
        approvals.size(), bookings.size(), lots, points, reconciled, different, differences);
  }

  private static List<DatedPoints> dated(OpeningBalanceBooked booked) {
    return booked.lots().stream().map(lot -> new DatedPoints(lot.points(), lot.earnedAt(), lot.expiresAt())).toList();
  }

  private Map<UUID, OpeningBalanceBooked> bookings(List<Recorded> approvals) {
    List<UUID> ids = approvals.stream().map(OpeningBalancePolicy::booking).toList();
    Map<UUID, OpeningBalanceBooked> bookings = new HashMap<>();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      log.find(ids.subList(from, Math.min(ids.size(), from + CHUNK))).stream().map(decoder::decode)
          .forEach(found -> bookings.put(found.eventId(), (OpeningBalanceBooked) found.event()));
    }
    return bookings;
  }
}
