package io.anamnesis.command.intake;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.FieldClass;
import io.anamnesis.web.Cursor;
import io.anamnesis.web.Language;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import io.anamnesis.web.masking.Masking;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.masking.Sight;
import io.anamnesis.web.reads.Showing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/facts/rejected}: what was not taken, the newest first, to be mended and sent again. */
@RestController
class RejectedController {
  private static final int MOST = 500;
  private static final String NOBODY = "";

  private final Quarantine quarantine;
  private final Wording wording;
  private final Masking masking;
  private final MaySee maySee;

  RejectedController(Quarantine quarantine, Wording wording, Masking masking, MaySee maySee) {
    this.quarantine = quarantine;
    this.wording = wording;
    this.masking = masking;
    this.maySee = maySee;
  }

  @GetMapping("/api/v1/facts/rejected")
  ResponseEntity<Page> list(@RequestParam @Nullable String source, @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "100") int limit, Language language) {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(ProblemType.INVALID).field("limit").exception();
    }
    long before = cursor == null ? Long.MAX_VALUE : Cursor.parse(cursor).position();
    List<Quarantine.Kept> found = quarantine.list(source, before, limit + 1);
    List<Quarantine.Kept> kept = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() == kept.size() ? null : new Cursor(kept.getLast().id(), 0).text();
    List<Quarantine.Kept> shown = kept.stream().filter(this::isShown).toList();
    shown.forEach(RejectedController::show);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore())
        .body(new Page(shown.stream().map(one -> item(one, language)).toList(), next));
  }

  /** Of whom a line is that cannot be read, nobody knows. */
  private boolean isShown(Quarantine.Kept kept) {
    return maySee.seesEverybody() || subjectOf(kept.body()).filter(maySee::sees).isPresent();
  }

  /** A line that cannot be read is of somebody too. */
  private static void show(Quarantine.Kept kept) {
    Showing.current().tells(Sight.current().told());
    subjectOf(kept.body()).ifPresentOrElse(Showing.current()::customer, Showing.current()::somebody);
  }

  private static Optional<String> subjectOf(byte[] body) {
    try {
      return Optional.of(EventCodec.mapper().readTree(body).path("subject")).filter(JsonNode::isString)
          .map(JsonNode::stringValue).filter(CustomerId::isValid);
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }

  private Item item(Quarantine.Kept kept, Language language) {
    return new Item(kept.source(), kept.factId(), kept.line(), kept.code().code(), kept.field(),
        wording.message(language, kept.code(), kept.field(), kept.expected()), kept.receivedAt().toInstant(),
        body(kept));
  }

  /** Nothing of a line is classified, and a line of a person is under no other rule than what is unclassified in that life. */
  private String body(Quarantine.Kept kept) {
    return masking.of(subjectOf(kept.body()).orElse(NOBODY)).shows(FieldClass.UNCLASSIFIED)
        ? new String(kept.body(), StandardCharsets.UTF_8)
        : Reveal.MASK.stringValue();
  }

  /** A page of what is kept. */
  record Page(List<Item> items, @Nullable String next) {}

  /**
   * What was not taken, and why.
   *
   * @param id the event's own, where it could be read
   * @param line of its request
   * @param body as it came, up to the size of the largest event; masked where the record of whom it is about is restricted
   */
  record Item(@Nullable String source, @Nullable String id, long line, String code, @Nullable String field,
      String message, Instant receivedAt, String body) {}
}
