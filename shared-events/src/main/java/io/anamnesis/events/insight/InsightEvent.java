package io.anamnesis.events.insight;

import static io.anamnesis.events.FieldClass.RECIPIENT;
import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Bounds;
import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site spent, the denominators of its figures; what analysts and operators do with projections, on the stream
 * {@code projection-<name>}; and reports that make themselves. Who did it is the actor in the metadata.
 */
public sealed interface InsightEvent extends CustomerEvent {

  @Fact(value = "cost.booked", ofSite = true)
  record CostBooked(Amount amount, Currency currency, @Nullable Code channel, @Nullable CampaignId campaign)
      implements
        InsightEvent {}

  @Fact(value = "staff.worked", ofSite = true)
  record StaffWorked(@Bounds(min = 0, max = 1_000_000) BigDecimal hours, @Nullable Code department,
      @Nullable Code role) implements InsightEvent {}

  /**
   * An analyst's definition of a projection was taken in, as the next version of its name. Every process learns
   * projections from it.
   *
   * @param version 1, 2, 3 … of the name
   * @param contentHash SHA-256 of the definition in UTF-8, as 64 lower-case hex digits
   * @param definition YAML in its canonical form
   */
  @Decision(value = "insight.projection-posted", ofCustomer = false)
  record ProjectionPosted(String name, int version, String contentHash, String definition) implements InsightEvent {}

  /**
   * Another version of a projection answers from now on.
   *
   * @param from the version that answered before; null if none did
   */
  @Decision(value = "insight.projection-swapped", ofCustomer = false)
  record ProjectionSwapped(String name, @Nullable Integer from, int version) implements InsightEvent {}

  /**
   * The version before answers again.
   *
   * @param from the version that answered until now
   */
  @Decision(value = "insight.projection-rolled-back", ofCustomer = false)
  record ProjectionRolledBack(String name, int from, int version) implements InsightEvent {}

  /** The building of a version was given up. */
  @Decision(value = "insight.projection-cancelled", ofCustomer = false)
  record ProjectionCancelled(String name, int version) implements InsightEvent {}

  /**
   * A report was defined, or defined anew: from now on it makes itself. Reports are on the stream {@code report-<name>}.
   *
   * @param version 1, 2, 3 … of the name
   * @param format {@code csv, ndjson} or {@code parquet}
   * @param cron minute, hour, day of the month, month, day of the week
   * @param zone whose clock the schedule is about
   * @param language of the words of a mail
   * @param keep how many of its last files are kept
   * @param webhooks URLs that its files are sent to; they hold no secret
   * @param mailboxes how many addresses its files are mailed to
   * @param mail these addresses, one a line: they are people's
   */
  @Decision(value = "insight.report-defined", ofCustomer = false)
  record ReportDefined(String name, int version, @Nullable String title, String projection, String format, String cron,
      String zone, String language, int keep, List<String> webhooks, int mailboxes,
      @Personal(RECIPIENT) @Nullable Sealed mail)
      implements
        InsightEvent {}

  /** Its schedule stands still. */
  @Decision(value = "insight.report-paused", ofCustomer = false)
  record ReportPaused(String name) implements InsightEvent {}

  /** Its schedule goes on; what fell into the pause is not made up for. */
  @Decision(value = "insight.report-resumed", ofCustomer = false)
  record ReportResumed(String name) implements InsightEvent {}

  /** It makes itself no more, and its files go. Defined again it counts on. */
  @Decision(value = "insight.report-removed", ofCustomer = false)
  record ReportRemoved(String name) implements InsightEvent {}

  /** Somebody wants it now, besides its schedule. */
  @Decision(value = "insight.report-ordered", ofCustomer = false)
  record ReportOrdered(String name) implements InsightEvent {}

  /**
   * A report made itself.
   *
   * @param run 1, 2, 3 … of the name
   * @param version of the definition
   * @param due the instant of its schedule, or of the order
   * @param ordered whether somebody wanted it besides its schedule
   * @param late whether it was made after its time, since nothing ran then
   * @param missed how many earlier instants of the schedule passed unmade, and are not made up for
   * @param projectionVersion whose rows they are
   * @param position every event up to it is in the rows
   * @param parked customers whose events wait for repair, and whose rows are older
   * @param size of the file in bytes
   * @param sha256 of the file, as 64 lower-case hex digits
   */
  @Decision(value = "insight.report-made", ofCustomer = false)
  record ReportMade(String name, int run, int version, Instant due, boolean ordered, boolean late, int missed,
      int projectionVersion, long position, long rows, int parked, long size, String sha256) implements InsightEvent {}

  /**
   * A receiver has taken the file of a run.
   *
   * @param recipient {@code webhook-1, webhook-2 … mail-1 …} in the order of the run's definition
   * @param attempts how many it took, as far as is known
   */
  @Decision(value = "insight.report-delivered", ofCustomer = false)
  record ReportDelivered(String name, int run, String recipient, int attempts) implements InsightEvent {}

  /**
   * A receiver has not taken the file of a run, and is not tried again.
   *
   * @param cause a code: of HTTP or SMTP a status, else what kind of failure it was last
   */
  @Decision(value = "insight.report-undelivered", ofCustomer = false)
  record ReportUndelivered(String name, int run, String recipient, int attempts, String cause)
      implements
        InsightEvent {}

  /**
   * An operator gave up an event that could not be processed, so that those after it can be. It is about the person whose
   * event it was: that person is its subject, and the reason, a free text, is sealed under that person's key and dies with
   * it. Where the event concerned nobody it has no subject, and the reason is under the site's key.
   *
   * @param projection name of the projection or policy
   * @param version of the projection; null for a policy
   * @param position the event given up
   */
  @Decision("insight.key-skipped")
  record KeySkipped(String projection, @Nullable Integer version, long position, @Personal(STAFF_REASON) Sealed reason)
      implements
        InsightEvent {}
}
