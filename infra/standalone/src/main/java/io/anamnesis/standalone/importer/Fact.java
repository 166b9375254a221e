package io.anamnesis.standalone.importer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A fact on its way: a line of NDJSON, and where it comes from. */
final class Fact {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final byte[] json;
  private final @Nullable Instant time;
  private final String file;
  private final long row;

  private Fact(byte[] json, @Nullable Instant time, String file, long row) {
    this.json = json;
    this.time = time;
    this.file = file;
    this.row = row;
  }

  /** A line as it is. */
  static Fact asItIs(byte[] json, String file, long row) {
    return new Fact(json, null, file, row);
  }

  /** @param withoutTime a JSON object with at least one member, without {@code time} */
  static Fact of(byte[] withoutTime, Instant time, String file, long row) {
    return new Fact(withoutTime, time, file, row);
  }

  /** When it happened; null for a line that goes as it is. */
  @Nullable
  Instant time() {
    return time;
  }

  String file() {
    return file;
  }

  long row() {
    return row;
  }

  /** Without its time, unless the line goes as it is. */
  JsonNode json() {
    return JSON.readTree(json);
  }

  int size() {
    return json.length + 40;
  }

  /** @param shift by which a fact with a time is moved */
  void writeLine(ByteArrayOutputStream out, Duration shift) {
    if (time == null) {
      out.writeBytes(json);
    } else {
      out.write(json, 0, json.length - 1);
      out.writeBytes((",\"time\":\"" + time.plus(shift) + "\"}").getBytes(StandardCharsets.UTF_8));
    }
    out.write('\n');
  }
}
