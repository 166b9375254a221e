package io.anamnesis.query.audit.reads;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.audit.ReadEvent.DataRead;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.query.audit.Stretch;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.masking.Sight;
import io.anamnesis.web.reads.Showing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who read whose data, as the log of reads holds it, newest first. To look at it is itself a read of those whom it shows. */
@RestController
public class ReadAuditController {
  private final EventLog log;
  private final ReadHistory reads;
  private final Masking masking;

  public ReadAuditController(@Qualifier("readsLog") EventLog log, Masking masking) {
    this.log = log;
    this.reads = new ReadHistory(log);
    this.masking = masking;
  }

  /**
   * One read of one customer's data.
   *
   * @param position in the log of reads
   * @param eventId to ask for a proof by
   * @param answer one for all customers who were in one answer
   * @param customer null where it could not be told
   * @param shown {@code clear}, {@code masked} or {@code none}: what was told of personal data
   * @param sites that the reader's token was limited to; null where it covered all
   */
  public record Item(long position, UUID eventId, Instant at, String answer, @Nullable String customer, String reader,
      List<String> scopes, @Nullable List<String> sites, String method, String path, int status,
      @Nullable String problem, String shown, @Nullable String purpose, @Nullable String breakGlass) {}

  /**
   * @param customer whose data was read; without it, anybody's
   * @param from the first position of the log of reads, or the first instant; without it, the beginning
   * @param to the last position, or the last instant; without it, all that is recorded now
   * @param reader who read it
   * @param breakGlass {@code true}: only reads beyond the reader's sites
   */
  @GetMapping(path = "/api/v1/audit/reads", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Item>> reads(@RequestParam @Nullable String customer, @RequestParam @Nullable String from,
      @RequestParam @Nullable String to, @RequestParam @Nullable String reader,
      @RequestParam(defaultValue = "false") boolean breakGlass, PageRequest page) {
    if (customer != null && !CustomerId.isValid(customer)) {
      throw Problem.of(ProblemType.INVALID).field("customer").detail("problem.invalid.customer").exception();
    }
    Stretch stretch = Stretch.of(log, from, to);
    Wanted wanted = new Wanted(customer, reader, breakGlass, stretch.after(), stretch.last());
    Cursor cursor = page.cursor();
    ReadHistory.Part part = reads.before(wanted, cursor == null ? Long.MAX_VALUE : cursor.position(), page.limit());
    StatedWords words = new StatedWords(masking, Sight.current());
    List<Item> items = part.entries().stream().map(entry -> item(entry, words)).toList();
    show(customer, items, words);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore())
        .body(new Page<>(items, part.next() == null ? null : new Cursor(part.next(), 0).text()));
  }

  private static void show(@Nullable String customer, List<Item> items, StatedWords words) {
    Showing showing = Showing.current();
    if (customer != null) {
      showing.customer(customer);
    }
    showing.customers(items.stream().map(Item::customer).filter(Objects::nonNull).distinct().toList());
    if (items.stream().anyMatch(item -> item.purpose() != null || item.breakGlass() != null)) {
      showing.tells(words.sight().told());
    }
  }

  private static Item item(ReadHistory.Entry entry, StatedWords words) {
    DataRead read = entry.read();
    return new Item(entry.recorded().position(), entry.recorded().eventId(), entry.recorded().recordedAt(),
        read.answer(), entry.recorded().subject(), read.reader(), read.scopes(), read.sites(), read.method(),
        read.route(), read.status(), read.problem(), read.shown().name().toLowerCase(Locale.ROOT),
        words.of(entry, read.purpose()), words.of(entry, read.breakGlass()));
  }
}
