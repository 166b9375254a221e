package io.anamnesis.query.audit.reconciliation;

import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import io.anamnesis.eventstore.sealing.DayReports;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.SignedDay;
import io.anamnesis.query.audit.Parameters;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Days of the log, added up and signed: facts by source, points and money, in and out. */
@RestController
public class ReconciliationController {
  static final String PATH = "/api/v1/audit/reconciliation";
  private static final String PLAIN = "text/plain;charset=utf-8";

  private final DayReports reports;
  private final SealedLog sealed;
  private final Comparing comparing;
  private final BusinessDays days;
  private final EventLog log;

  ReconciliationController(DayReports reports, SealedLog sealed, Comparing comparing, BusinessDays days, EventLog log) {
    this.reports = reports;
    this.sealed = sealed;
    this.comparing = comparing;
    this.days = days;
    this.log = log;
  }

  /**
   * @param hash of what is signed
   * @param key that has signed it
   */
  public record Listed(LocalDate date, long number, long epoch, DayAnswer.Positions positions, String hash,
      String key) {
    static Listed of(SignedDay signed) {
      DayReport report = signed.report();
      return new Listed(report.day(), report.number(), report.epoch(), DayAnswer.Positions.of(report),
          report.hash().base64(), signed.key().text());
    }
  }

  /** All signed days, the newest first. */
  @GetMapping(path = PATH, params = "!date", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Listed>> list(PageRequest page) {
    Cursor cursor = page.cursor();
    long before = cursor == null ? Long.MAX_VALUE : cursor.position();
    List<SignedDay> read = unaltered(() -> reports.before(before, page.toRead()));
    return noStore(page.page(read, Listed::of, day -> new Cursor(day.report().number(), 0)));
  }

  /**
   * A signed day, and what the ledgers came to when they were looked at last.
   *
   * @param asked {@code compare=true} has them looked at now, all of their lines
   */
  @GetMapping(path = PATH, params = "date", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<DayAnswer> day(@RequestParam MultiValueMap<String, String> asked) {
    Parameters parameters = new Parameters(asked);
    SignedDay signed = signed(String.join(",", asked.getOrDefault("date", List.of())));
    return noStore(DayAnswer.of(signed,
        parameters.flag("compare") ? comparing.now(signed.report()) : comparing.kept(signed.report())));
  }

  /**
   * A signed day as it is kept and checked: what the log had stated of its keys and epochs when it was signed, and the report; signed
   * notes, an empty line between each. Always the same bytes.
   */
  @GetMapping(path = PATH, params = "date", produces = PLAIN)
  ResponseEntity<String> note(@RequestParam String date) {
    SignedDay signed = signed(date);
    return noStore(SignedNote.all(Stream
        .concat(leadingTo(signed).stream(), Stream.of(signed.note())).toList()));
  }

  private static <T> ResponseEntity<T> noStore(T body) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }

  /** What the log had stated when the report was signed, as far as it decides on the key and the epoch. */
  private List<SignedNote> leadingTo(SignedDay signed) {
    List<SignedNote> statements = sealed.statements();
    VerifierKey first = Succession.of(statements, signed.key()).keys().getFirst();
    return IntStream.rangeClosed(0, statements.size())
        .mapToObj(known -> Succession.of(statements.subList(0, known), first))
        .filter(then -> then.current().equals(signed.key()) && then.epoch() == signed.report().epoch()).findFirst()
        .map(Succession::notes).orElse(statements);
  }

  private SignedDay signed(String text) {
    LocalDate date = date(text);
    return unaltered(() -> reports.of(date)).orElseThrow(() -> missing(date));
  }

  private static <T> T unaltered(Supplier<T> read) {
    try {
      return read.get();
    } catch (LogAltered found) {
      throw Problem.of(ProblemType.LOG_ALTERED).detail("problem.log-altered.day")
          .member("finding", found.finding().name())
          .member("position", found.position()).exception();
    }
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1 && date.getYear() <= 9999) {
        return date;
      }
    } catch (DateTimeParseException otherForm) {
      // Told below.
    }
    throw Parameters.invalid("date", "problem.invalid.day");
  }

  private RuntimeException missing(LocalDate date) {
    Instant end = days.end(date);
    if (!log.settle(days.last(date))) {
      return Problem.of(ProblemType.DAY_NOT_OVER, end).field("date").member("endsAt", end).exception();
    }
    return log.headAt(days.last(date)) == 0
        ? Problem.of(ProblemType.UNKNOWN_DAY).field("date").exception()
        : Problem.of(ProblemType.NOT_SEALED).detail("problem.not-sealed.day").retryAfter(2).exception();
  }
}
