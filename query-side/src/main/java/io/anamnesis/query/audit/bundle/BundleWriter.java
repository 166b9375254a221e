package io.anamnesis.query.audit.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.query.audit.EventLine;
import io.anamnesis.query.audit.LifeEvents;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.web.masking.Reveal;
import io.anamnesis.web.Language;

/** Writes the files of one bundle, each while it is sent; what they hold and why is told in {@code docs/reference/bundle.md}. */
final class BundleWriter {
  /** A browser that opens the page holds all of it: what is more is left to the files beside it. */
  private static final long MOST_OF_A_PAGE = 64 << 20;

  private final EventLog log;
  private final EventDecoder decoder;
  private final SealedLog proofs;
  private final AnswerJson json;
  private final String customer;
  private final SealedCheckpoint sealed;
  private final Checkpoint checkpoint;
  private final Reveal reveal;
  private long events;

  BundleWriter(EventLog log, EventDecoder decoder, SealedLog proofs, AnswerJson json, String customer,
      SealedCheckpoint sealed, Reveal reveal) {
    this.log = log;
    this.decoder = decoder;
    this.proofs = proofs;
    this.json = json;
    this.customer = customer;
    this.sealed = sealed;
    this.checkpoint = sealed.checkpoint();
    this.reveal = reveal;
  }

  /**
   * {@code bundle.json}.
   *
   * @param format 2 where there are statements
   * @param statements what the log has stated beside its checkpoints; absent where it is nothing
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record About(int format, String customer, String readable,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long since,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<String> consistency, List<String> statements) {}

  /** A line of {@code events.ndjson}. */
  public record ProvenLine(long position, String leaf, List<String> path) {}

  /** A line of the page. */
  public record PageLine(EventLine event, Map<String, WalkedModel.Answers> states) {}

  /** @param since the size of an earlier log, from which on it is told how the log grew */
  void write(BundleArchive archive, BundleWords words, @Nullable Long since, SchemaLines schemas, Page page,
      List<WalkedModel<?>> models) throws IOException {
    List<Hash> grown = since == null ? List.of() : proofs.consistency(since, checkpoint.size());
    List<String> statements = proofs.statements().stream().map(SignedNote::note).toList();
    About about = new About(statements.isEmpty() ? 1 : 2, customer, words.masked() ? "masked" : "clear", since,
        Hash.base64(grown), statements);
    archive.add("README.txt", words.readme(checkpoint));
    archive.add("bundle.json", EventCodec.mapper().writeValueAsString(about) + "\n");
    archive.add("log.vkey", sealed.key().text() + "\n");
    archive.add("checkpoint.txt", sealed.note().note());
    archive.add("events.ndjson", out -> each(event -> {
      events++;
      schemas.saw(event);
      line(out, EventCodec.mapper().writeValueAsBytes(proven(event)));
    }));
    archive.add("history.ndjson", out -> each(
        event -> line(out, json.write(told(event), reveal, Language.DEFAULT))));
    archive.add("schemas.ndjson", schemas.text());
    byte[] told = words.ofPage(checkpoint, events, schemas.types(), models.stream().map(WalkedModel::name).toList());
    archive.add("index.html", out -> page.writeTo(out, words.language().tag(), told,
        life -> each(new PageLines(life, words.language(), models))));
    archive.finish();
  }

  private void each(LifeEvents.Each each) throws IOException {
    LifeEvents.each(log, customer, 0, checkpoint.size(), each);
  }

  private EventLine told(StoredEvent event) {
    return EventLine.of(event, decoder, reveal).withoutFindings();
  }

  private ProvenLine proven(StoredEvent event) {
    return new ProvenLine(event.position(), Base64.getEncoder().encodeToString(Leaf.bytesOf(event)),
        Hash.base64(proofs.inclusion(Leaf.indexOf(event.position()), checkpoint.size())));
  }

  private static void line(OutputStream out, byte[] text) throws IOException {
    out.write(text);
    out.write('\n');
  }

  /** The page's lines, as long as there is room for them. */
  private final class PageLines implements LifeEvents.Each {
    private final OutputStream out;
    private final Language language;
    private final List<WalkedModel<?>> models;
    private long written;

    PageLines(OutputStream out, Language language, List<WalkedModel<?>> models) {
      this.out = out;
      this.language = language;
      this.models = models;
    }

    @Override
    public void event(StoredEvent event) throws IOException {
      if (written >= MOST_OF_A_PAGE) {
        return;
      }
      Map<String, WalkedModel.Answers> states = new LinkedHashMap<>();
      models.forEach(model -> states.put(model.name(), model.at(event)));
      byte[] text = Page.harmless(
          json.write(new PageLine(EventLine.of(event, decoder, reveal), states), reveal, language));
      line(out, text);
      written += text.length;
    }
  }
}
