package io.anamnesis.eventstore.proof;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The lines of a statement, each but the first two a name, a space, and what it says; read in their order. */
final class StatementLines {
  private final Iterator<String> lines;

  private StatementLines(List<String> lines) {
    this.lines = lines.iterator();
  }

  static StatementLines of(String text) {
    if (!text.endsWith("\n")) {
      throw new MalformedProof("a statement ends with a newline");
    }
    return new StatementLines(Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1)));
  }

  String plain() {
    if (!lines.hasNext()) {
      throw new MalformedProof("a statement ends too early");
    }
    return lines.next();
  }

  String after(String name) {
    String line = plain();
    if (!line.startsWith(name + " ")) {
      throw new MalformedProof("a line of a statement tells its " + name);
    }
    return line.substring(name.length() + 1);
  }

  long number(String name) {
    return numberOf(after(name));
  }

  static long numberOf(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException refused) {
      throw new MalformedProof("a number is told in decimal digits");
    }
  }

  Instant time() {
    try {
      return Instant.parse(after("time"));
    } catch (DateTimeParseException refused) {
      throw new MalformedProof("a time is an instant in UTC");
    }
  }
}
