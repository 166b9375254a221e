package io.anamnesis.query.insight.report.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import io.anamnesis.web.Language;

/**
 * A file on its way, with what its receiver is told about it.
 *
 * @param report name
 * @param title for people
 * @param due instant that the file is for
 * @param zone whose clock people read that instant on
 * @param late whether it was made after its time
 * @param id the same in every attempt: who has it has the file
 * @param mediaType of the content
 * @param sha256 64 lower-case hex digits
 * @param position every event of the log up to it is in the rows
 */
public record Parcel(String report, String title, int run, Instant due, ZoneId zone, boolean late, UUID id,
    String fileName, String mediaType, long size, String sha256, long rows, long position, Language language,
    Content content) {

  /** The file; may be read several times, one after the other. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }
}
