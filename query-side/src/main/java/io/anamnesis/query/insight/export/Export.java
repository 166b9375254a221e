package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;

import jakarta.servlet.http.HttpServletResponse;

import io.anamnesis.events.EventCodec;
import io.anamnesis.query.table.TableFormat;
import tools.jackson.databind.node.ObjectNode;

/** A file that is written whole, and waits to be sent. */
public final class Export implements AutoCloseable {
  private final Manifest manifest;
  private final TableFormat format;
  private final Spool file;
  private final Runnable closed;

  /** @param closed is told once when the file is gone */
  Export(Manifest manifest, TableFormat format, Spool file, Runnable closed) {
    this.manifest = manifest;
    this.format = format;
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
    response.setContentType(format.mediaType());
    response.setContentLengthLong(file.size());
    response.setHeader("Manifest", told.toString());
    response.setHeader("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    response.setHeader("ETag", '"' + hash + '"');
    response.setHeader("Position", Long.toString(position()));
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name() + "." + format.word() + '"');
    file.sendTo(response.getOutputStream());
  }

  private long position() {
    Long of = manifest.position() == null ? manifest.to() : manifest.position();
    return of == null ? 0 : of;
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
