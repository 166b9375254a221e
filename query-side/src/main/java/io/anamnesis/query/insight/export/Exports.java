package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.sealing.SealedCheckpoint;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.RowPlace;
import io.anamnesis.projections.ViewTables;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.query.table.TableWriter;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * Writes files of views and of the log. A file is finished before its first byte is sent, so that nobody takes a part for the
 * whole, no slow receiver holds a moment of the database, and its digest can be told beforehand. Few are written at once,
 * and each holds a few tens of mebibytes, whatever its length.
 */
public final class Exports {
  private static final int AT_ONCE = 2;
  private static final int FILES = 8;

  private final EventLog log;
  private final ViewTables tables;
  private final EventRows events;
  private final EventCatalogue catalogue;
  private final LogRegister<EventSchemas> schemas;
  private final SealedLog sealedLog;
  private final String pseudonyms;
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Semaphore files = new Semaphore(FILES);

  public Exports(EventLog log, EventDecoder decoder, ViewTables tables, PersonalData keys, EventCatalogue catalogue,
      LogRegister<EventSchemas> schemas, SealedLog sealedLog) {
    this.log = log;
    this.sealedLog = sealedLog;
    this.tables = tables;
    this.events = new EventRows(catalogue, decoder, keys);
    this.catalogue = catalogue;
    this.schemas = schemas;
    // Of a customer that there cannot be: another key, another word.
    this.pseudonyms = keys.pseudonym("");
  }

  /** Writes a table and says what it wrote. */
  @FunctionalInterface
  private interface Writing {
    Manifest writeTo(Spool file) throws IOException, InterruptedException;
  }

  /**
   * The events of a range of positions, both ends inclusive, as far as the log goes.
   *
   * @param from 1 or more
   */
  Export events(TableFormat format, long from, long to) {
    long last = Math.max(from - 1, Math.min(to, log.head()));
    EventSchemas registered = schemas.upTo(last);
    return write(format, file -> {
      TableWriter writer = format.writer(file.out(), EventRows.COLUMNS);
      try (LogScan scan = log.scan(from - 1, last)) {
        for (List<StoredEvent> page = scan.next(); !page.isEmpty(); page = scan.next()) {
          for (StoredEvent event : page) {
            writer.row(events.of(event, registered));
          }
        }
      }
      Manifest manifest = new Manifest("events", null, null, from, last, null, last - from + 1, null,
          SchemaHash.of(EventRows.COLUMNS, catalogue, registered, last), pseudonyms, Product.VERSION);
      writer.finish(about(manifest));
      return manifest;
    });
  }

  /**
   * All rows of a view, as of one moment.
   *
   * @param versions of the view
   * @throws io.anamnesis.projections.ViewNotReadyException while rows of none of these versions answer
   */
  public Export model(TableFormat format, List<? extends Projection<?, ?>> versions) {
    return model(format, versions, columns -> row -> true);
  }

  /**
   * The rows of a view that are wanted; all of them as of one moment.
   *
   * @param versions of the view
   */
  Export model(TableFormat format, List<? extends Projection<?, ?>> versions, Wanted wanted) {
    return write(format, file -> {
      WrittenRows rows = new WrittenRows(format, file, wanted);
      tables.read(versions, RowPlace.FIRST, rows);
      Manifest manifest = rows.manifest(pseudonyms);
      rows.writer().finish(about(manifest));
      return manifest;
    });
  }

  private Export write(TableFormat format, Writing writing) {
    // Who reads slowly keeps a file on the disk, but not others from writing theirs.
    if (!files.tryAcquire()) {
      throw Problem.of(ProblemType.OVERLOADED).retryAfter(30).exception();
    }
    boolean handedOver = false;
    try {
      Export export = writeInTurn(format, writing);
      handedOver = true;
      return export;
    } finally {
      if (!handedOver) {
        files.release();
      }
    }
  }

  private Export writeInTurn(TableFormat format, Writing writing) {
    if (!turns.tryAcquire()) {
      throw Problem.of(ProblemType.OVERLOADED).retryAfter(5).exception();
    }
    try {
      Spool file = Spool.open();
      boolean whole = false;
      try {
        Manifest manifest = writing.writeTo(file);
        whole = true;
        return new Export(manifest, format, sealed(manifest), file, files::release);
      } finally {
        if (!whole) {
          file.close();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("an export was interrupted", stopped);
    } finally {
      turns.release();
    }
  }

  private Optional<Checkpoint> sealed(Manifest manifest) {
    return sealedLog.atOrAfter(manifest.readTo()).map(SealedCheckpoint::checkpoint);
  }

  private static Map<String, String> about(Manifest manifest) {
    return Map.of("anamnesis.manifest", EventCodec.mapper().writeValueAsString(manifest));
  }
}
