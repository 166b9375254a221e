package io.anamnesis.benchmarks;

import java.util.UUID;

/** A line that {@code emmett.mjs} prints. */
sealed interface EmmettAnswer {

  /** Its tables are there. */
  record Ready() implements EmmettAnswer {}

  record Appended(long events, double seconds) implements EmmettAnswer {}

  record Settled(UUID event, boolean isRecorded) implements EmmettAnswer {}

  record Read(UUID event) implements EmmettAnswer {}

  static EmmettAnswer parse(String line) {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "ready" -> new Ready();
      case "appended" -> new Appended(Long.parseLong(words[1]), Double.parseDouble(words[2]));
      case "recorded" -> new Settled(UUID.fromString(words[1]), true);
      case "refused" -> new Settled(UUID.fromString(words[1]), false);
      case "read" -> new Read(UUID.fromString(words[1]));
      default -> throw new IllegalArgumentException("not an answer: " + line);
    };
  }
}
