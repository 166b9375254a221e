package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import jakarta.servlet.http.HttpServletResponse;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.query.table.TableFormat;
import tools.jackson.databind.node.ObjectNode;

/** A file that is written whole, and waits to be sent. */
public final class Export implements AutoCloseable {
  private final Manifest manifest;
  private final TableFormat format;
  private final Optional<Checkpoint> sealed;
  private final Spool file;
  private final Runnable closed;

  /**
   * @param sealed the first checkpoint over all that the file was made of, where there is one yet
   * @param closed is told once when the file is gone
   */
  Export(Manifest manifest, TableFormat format, Optional<Checkpoint> sealed, Spool file, Runnable closed) {
    this.manifest = manifest;
    this.format = format;
    this.sealed = sealed;
    this.file = file;
    this.closed = closed;
  }

  public Manifest manifest() {
    return manifest;
  }

  public Spool file() {
    return file;
  }

  /** Headers first: the {@code Manifest} with what only the finished file tells, and its digest as RFC 9530 has it. */
  void sendTo(HttpServletResponse response) throws IOException {
    byte[] sha256 = file.sha256();
    String hash = HexFormat.of().formatHex(sha256);
    ObjectNode told = EventCodec.mapper().valueToTree(manifest);
    told.put("bytes", file.size()).put("sha256", hash);
    // Not in the file, which is the same whenever it is asked for: right after an append there is no checkpoint yet.
    sealed.ifPresent(checkpoint -> told.putObject("checkpoint").put("size", checkpoint.size()).put("root",
        checkpoint.root().base64()));
    response.setContentType(format.mediaType());
    response.setContentLengthLong(file.size());
    response.setHeader("Manifest", told.toString());
    response.setHeader("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    response.setHeader("ETag", '"' + hash + '"');
    response.setHeader("Position", Long.toString(manifest.readTo()));
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name() + "." + format.word() + '"');
    file.sendTo(response.getOutputStream());
  }

  private String name() {
    return manifest.name() == null
        ? "events-" + manifest.from() + "-" + manifest.to()
        : manifest.name() + "-" + manifest.position();
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      closed.run();
    }
  }
}
