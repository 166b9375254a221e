package io.anamnesis.query.audit.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.audit.ReadEvent.Shown;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.reading.AnswerJson;
import io.anamnesis.query.reading.CustomerReads;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Messages;

/** Makes bundles from the log, its proofs and the folds. */
public final class Bundles {
  /** Whose answers the page shows; the others can be asked for by a replay. */
  private static final Set<String> SHOWN = Set.of("points", "tier", "portrait");

  private final EventLog log;
  private final EventDecoder decoder;
  private final SealedLog sealed;
  private final ReadModels models;
  private final ProjectionRunner runner;
  private final EventCatalogue catalogue;
  private final LogRegister<EventSchemas> schemas;
  private final CustomerReads reads;
  private final AnswerJson json;
  private final Messages messages;
  private final Page page = Page.load();

  public Bundles(EventLog log, EventDecoder decoder, SealedLog sealed, ReadModels models, ProjectionRunner runner,
      EventCatalogue catalogue, LogRegister<EventSchemas> schemas, CustomerReads reads, AnswerJson json,
      Messages messages) {
    this.log = log;
    this.decoder = decoder;
    this.sealed = sealed;
    this.models = models;
    this.runner = runner;
    this.catalogue = catalogue;
    this.schemas = schemas;
    this.reads = reads;
    this.json = json;
    this.messages = messages;
  }

  /** @param since the size of an earlier log, if one was named */
  void write(CustomerRequest request, SealedCheckpoint checkpoint, @Nullable Long since, OutputStream out)
      throws IOException {
    BundleWords words = new BundleWords(messages, request.language(), request.customer(),
        request.sight().told() != Shown.CLEAR);
    List<WalkedModel<?>> walked = new ArrayList<>();
    for (Projection<?, ?> model : runner.projections()) {
      if (SHOWN.contains(model.name())) {
        walked.add(walk(model, request.customer(), checkpoint.size(), words));
      }
    }
    SchemaLines lines = new SchemaLines(catalogue, schemas.upTo(checkpoint.size()));
    new BundleWriter(log, decoder, sealed, json, request.customer(), checkpoint, reads.reveal(request))
        .write(new BundleArchive(out), words, since, lines, page, walked);
  }

  private <S> WalkedModel<S> walk(Projection<S, ?> model, String customer, long last, BundleWords words) {
    return new WalkedModel<>(model, models, customer, last, words.stuck(model.name()));
  }
}
