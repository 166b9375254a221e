package io.anamnesis.query.audit.reads;

import io.anamnesis.events.audit.ReadEvent.DataRead;
import io.anamnesis.events.audit.ReadEvent.Shown;
import io.anamnesis.events.FieldClass;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.query.reading.Page;
import io.anamnesis.query.reading.PageRequest;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.reads.Showing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who looked at me: the reads of one customer's data, newest first, in the words of whoever asks. */
@RestController
public class WhoLookedController {
  public static final String PATH = "/api/v1/customers/{customer}/reads";

  private final ReadHistory history;
  private final CustomerReads reads;
  private final Masking masking;
  private final ReadWords words;

  public WhoLookedController(@Qualifier("readsLog") EventLog log, CustomerReads reads, Masking masking,
      Messages messages) {
    this.history = new ReadHistory(log);
    this.reads = reads;
    this.masking = masking;
    this.words = new ReadWords(messages);
  }

  /**
   * One look, or a try.
   *
   * @param who the reader: a client or a member of staff
   * @param as the role in which he read
   * @param what of the customer
   * @param shown {@code clear}, {@code masked} or {@code none}: what was told of personal data
   * @param purpose as the reader stated it; null for staff, to whom the purposes of others are not told
   * @param breakGlass whether the reader went beyond his sites
   */
  public record Item(Instant at, String who, String as, String what, String summary, int status, String shown,
      @Nullable String purpose, boolean breakGlass) {}

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Page<Item>> reads(CustomerRequest request, PageRequest page) {
    if (!request.travel().isLive()) {
      throw Problem.of(ProblemType.UNSUPPORTED).field(request.travel().asOf() == null ? "effectiveAt" : "asOf")
          .exception();
    }
    reads.mustBeKnown(request);
    Cursor cursor = page.cursor();
    ReadHistory.Part part = history.before(new Wanted(request.customer(), null, false, 0, Long.MAX_VALUE),
        cursor == null ? Long.MAX_VALUE : cursor.position(), page.limit());
    boolean mayKnow = masking.of(request.customer(), request.sight()).shows(FieldClass.READERS_WORDS);
    StatedWords stated = new StatedWords(masking, request.sight());
    List<Item> items = part.entries().stream()
        .map(entry -> item(entry, mayKnow ? stated.of(entry, entry.read().purpose()) : null, request.language()))
        .toList();
    if (items.stream().anyMatch(item -> item.purpose() != null)) {
      Showing.current().tells(Shown.CLEAR);
    }
    return ResponseEntity.ok().cacheControl(CacheControl.noStore())
        .header(HttpHeaders.CONTENT_LANGUAGE, request.language().tag()).header(HttpHeaders.VARY, "Accept-Language")
        .body(new Page<>(items, part.next() == null ? null : new Cursor(part.next(), 0).text()));
  }

  private Item item(ReadHistory.Entry entry, @Nullable String purpose, Language language) {
    DataRead read = entry.read();
    return new Item(entry.recorded().recordedAt(), read.reader(), words.role(read, language),
        words.what(read, language), words.sentence(read, language), read.status(),
        read.shown().name().toLowerCase(Locale.ROOT), purpose, read.breakGlass() != null);
  }
}
