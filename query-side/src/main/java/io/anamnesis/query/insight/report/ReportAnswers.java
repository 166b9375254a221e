package io.anamnesis.query.insight.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.query.insight.report.Attempts.Failed;
import io.anamnesis.query.insight.report.Run.Ending;
import io.anamnesis.query.insight.report.delivery.MailTargets;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** Reports as an analyst is told of them. Whose an address is stays unsaid. */
final class ReportAnswers {
  private final Reports reports;
  private final Attempts attempts;
  private final Shelf shelf;
  private final MailSeal seal;

  ReportAnswers(Reports reports, Attempts attempts, Shelf shelf, MailSeal seal) {
    this.reports = reports;
    this.attempts = attempts;
    this.shelf = shelf;
    this.seal = seal;
  }

  /** @param cron minute, hour, day of the month, month, day of the week */
  record When(String cron, String zone) {}

  /** @param target URL, or an address whose person stays unsaid */
  record Recipient(String recipient, String target) {}

  /**
   * What was tried in vain.
   *
   * @param cause of the last failure, a code
   */
  record Trouble(int attempts, Instant nextAt, String cause) {
    static @Nullable Trouble of(@Nullable Failed failed) {
      return failed == null ? null : new Trouble(failed.attempts(), failed.nextAt(), failed.cause());
    }
  }

  /**
   * A report.
   *
   * @param version of its definition
   * @param state {@code active} or {@code paused}
   * @param nextDue null while it is paused
   * @param runs how many there were
   * @param trouble while it should be made and cannot be
   */
  record Told(String report, int version, @Nullable String title, String projection, String format, When schedule,
      String language, int keep, List<Recipient> recipients, String state, @Nullable Instant nextDue, int runs,
      @Nullable Trouble trouble) {}

  /**
   * A run.
   *
   * @param version of the definition
   * @param missed how many earlier instants it stands for besides its own
   * @param kept whether its file can be read
   */
  record ToldRun(int run, int version, Instant due, Instant madeAt, boolean ordered, boolean late, int missed,
      String projection, int projectionVersion, long position, long rows, int parked, String format, long size,
      String sha256, boolean kept, List<ToldDelivery> deliveries) {}

  /**
   * A delivery.
   *
   * @param state {@code waiting, delivered} or {@code undelivered}
   * @param attempts that are known of
   * @param at when it ended; null while it waits
   * @param nextAt not tried before then; null where it has ended, or was not tried yet
   * @param cause of the last failure, a code
   */
  record ToldDelivery(int run, String recipient, String target, String state, int attempts, @Nullable Instant at,
      @Nullable Instant nextAt, @Nullable String cause) {}

  /** @throws ProblemException {@code unknown-report} */
  Report existing(String name) {
    Report report = reports.find(name);
    if (!report.exists()) {
      throw new ProblemException(ProblemType.UNKNOWN_REPORT);
    }
    return report;
  }

  Told report(Report report) {
    ReportDefined of = Objects.requireNonNull(report.definition());
    return new Told(of.name(), of.version(), of.title(), of.projection(), of.format(), new When(of.cron(), of.zone()),
        of.language(), of.keep(), recipients(of), report.paused() ? "paused" : "active", report.next().orElse(null),
        report.made(), Trouble.of(attempts.all().get(Attempts.Of.making(report))));
  }

  List<ToldRun> runs(Report report, List<Run> runs) {
    Map<Attempts.Of, Failed> failed = attempts.all();
    Set<String> kept = shelf.kept(report.name());
    return runs.stream().map(run -> {
      ReportMade made = run.made();
      return new ToldRun(made.run(), made.version(), made.due(), run.madeAt(), made.ordered(), made.late(),
          made.missed(), run.definition().projection(), made.projectionVersion(), made.position(), made.rows(),
          made.parked(), run.definition().format(), made.size(), made.sha256(),
          report.keeps(run) && kept.contains(made.sha256()), deliveries(run, failed));
    }).toList();
  }

  /** Of all runs, newest first. */
  List<ToldDelivery> deliveries(Report report) {
    Map<Attempts.Of, Failed> failed = attempts.all();
    return report.runs().reversed().stream().flatMap(run -> deliveries(run, failed).stream()).toList();
  }

  private List<ToldDelivery> deliveries(Run run, Map<Attempts.Of, Failed> failed) {
    return recipients(run.definition()).stream().map(to -> {
      Ending ending = run.endings().get(to.recipient());
      Failed tried = failed.get(new Attempts.Of(run.definition().name(), run.number(), to.recipient()));
      return ending == null ? waiting(run, to, tried) : ended(run, to, ending);
    }).toList();
  }

  private static ToldDelivery waiting(Run run, Recipient to, @Nullable Failed tried) {
    return new ToldDelivery(run.number(), to.recipient(), to.target(), "waiting", Failed.count(tried), null,
        tried == null ? null : tried.nextAt(), tried == null ? null : tried.cause());
  }

  private static ToldDelivery ended(Run run, Recipient to, Ending ending) {
    return new ToldDelivery(run.number(), to.recipient(), to.target(), ending.taken() ? "delivered" : "undelivered",
        ending.attempts(), ending.at(), null, ending.taken() ? null : ending.cause());
  }

  private List<Recipient> recipients(ReportDefined of) {
    List<String> targets = new ArrayList<>(of.webhooks());
    seal.open(of.mail()).forEach(address -> targets.add(MailTargets.masked(address)));
    List<String> names = ReportDefinition.recipients(of);
    List<Recipient> recipients = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      recipients.add(new Recipient(names.get(i), targets.get(i)));
    }
    return recipients;
  }
}
