package io.anamnesis.eventstore.personal;

import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.personal.SubjectKey.KeyName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Optional;

/**
 * Which keys were destroyed, in a file outside of every database, so that a backup of the keys that is older does not bring one back. A
 * first line names the installation; then a line for each key:
 *
 * <pre>number instant kind mark chain</pre>
 *
 * The mark is a keyed hash of the person ({@link ErasureMarks}). The chain is the SHA-256 of the line and the chain before it, so that a
 * line that is changed, moved or missing is told; what was cut off at the end, the database tells.
 */
final class ErasureList {
  private static final String FORM = "anamnesis-erasures/1 ";

  private final PrivateFile file;
  private final String header;

  /** @param installation what tells this installation's list from any other's */
  ErasureList(Path file, String installation) {
    this.file = new PrivateFile(file, "the erasure list");
    this.header = FORM + installation;
  }

  /**
   * A destroyed key.
   *
   * @param mark of whom it was
   * @param chain over this line and all before it
   */
  record Line(long number, Instant at, KeyKind kind, String mark, String chain) {
    private static Line of(long number, Instant at, KeyKind kind, String mark, String before) {
      return new Line(number, at, kind, mark, hash(before + "\n" + content(number, at, kind, mark)));
    }

    private static String content(long number, Instant at, KeyKind kind, String mark) {
      return number + " " + at + " " + KeyName.column(kind) + " " + mark;
    }

    private String text() {
      return content(number, at, kind, mark) + " " + chain + "\n";
    }
  }

  /**
   * What is in the file.
   *
   * @param size in bytes, of whole lines: what comes after them a process was writing when it died
   */
  record Contents(String start, List<Line> lines, long size) {

    /** The chain up to a line; 0: before the first. */
    String chain(long number) {
      return number == 0 ? start : lines.get((int) number - 1).chain();
    }

    List<Line> after(long number) {
      return lines.subList((int) number, lines.size());
    }
  }

  boolean exists() {
    return file.exists();
  }

  Path path() {
    return file.path();
  }

  /** Makes it, with the lines that it had, unless it is there. */
  void create(List<Line> lines) {
    StringBuilder text = new StringBuilder(header).append('\n');
    lines.forEach(line -> text.append(line.text()));
    file.create(text.toString());
  }

  /** @throws IllegalStateException if it is another installation's, or was changed */
  Contents read() {
    String text = file.read();
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<String> found = whole.lines().toList();
    if (found.isEmpty() || !found.getFirst().equals(header)) {
      throw new IllegalStateException("the erasure list " + path() + " is not of this key store: restore the list that "
          + "belongs to it, or point ANAMNESIS_ERASURE_LIST to it; where nothing was ever sealed with these keys, move the list away");
    }
    List<Line> lines = new ArrayList<>(found.size() - 1);
    String chain = hash(header);
    for (String line : found.subList(1, found.size())) {
      Line next = parsed(line).filter(new Follows(lines.size() + 1, chain)::holds)
          .orElseThrow(() -> new IllegalStateException("line " + (lines.size() + 1) + " of the erasure list " + path()
              + " was changed, or one before it: restore the list from its backup"));
      lines.add(next);
      chain = next.chain();
    }
    return new Contents(hash(header), lines, whole.getBytes(StandardCharsets.UTF_8).length);
  }

  /** What a line must be to come next. */
  private record Follows(long number, String chain) {
    boolean holds(Line line) {
      return line.equals(Line.of(number, line.at(), line.kind(), line.mark(), chain));
    }
  }

  private static Optional<Line> parsed(String text) {
    String[] parts = text.split(" ", -1);
    try {
      return parts.length == 5
          ? Optional.of(
              new Line(Long.parseLong(parts[0]), Instant.parse(parts[1]), KeyName.kindOf(parts[2]), parts[3], parts[4]))
          : Optional.empty();
    } catch (NumberFormatException | DateTimeException | IllegalStateException changed) {
      return Optional.empty();
    }
  }

  /**
   * The next line, on the disk on return. To be called by one at a time, as the file may be shared by several processes.
   *
   * @throws LogUnavailable if the caller was not alone, because the database ended its turn after it had read: to be tried again
   */
  Line append(Contents read, Instant at, KeyKind kind, String mark) {
    long last = read.lines().size();
    Line line = Line.of(last + 1, at, kind, mark, read.chain(last));
    if (!file.append(read.size(), line.text())) {
      throw new LogUnavailable(
          new ConcurrentModificationException(
              "another has written to the erasure list " + path() + " since it was read"));
    }
    return line;
  }

  private static String hash(String text) {
    try {
      return Base64.getUrlEncoder().withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
