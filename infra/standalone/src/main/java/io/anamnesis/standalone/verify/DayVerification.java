package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * All that is asked of a signed day, as the log gives it: the statements that lead to its key, and the report.
 *
 * @param key a file with a key a line, or a key
 */
record DayVerification(Path file, @Nullable String key) {
  private static final int MOST_BYTES = 8 << 20;

  /** Whether a file is meant to be one: no bundle begins so. */
  static boolean isMeant(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith("anamnesis-");
  }

  /** @throws Unreadable if it cannot be judged */
  Verification.Verdict run() throws IOException {
    if (key == null) {
      throw new Unreadable("a report names no key of its own: hold it against the log's with --key");
    }
    List<VerifierKey> believed =
        Verification.given(key).keys().stream().filter(one -> one.kind() == KeyKind.NOTE).toList();
    if (believed.isEmpty()) {
      throw new Unreadable("no key of a log was given");
    }
    try {
      List<SignedNote> notes = SignedNote.parseAll(Files.readString(file));
      return judge(notes.subList(0, notes.size() - 1), notes.getLast(), believed);
    } catch (CharacterCodingException altered) {
      return altered("it is no text in UTF-8");
    } catch (MalformedProof | JacksonException altered) {
      return altered(String.valueOf(altered.getMessage()));
    }
  }

  private Verification.Verdict judge(List<SignedNote> statements, SignedNote note, List<VerifierKey> believed) {
    DayReport report = DayReport.parse(note.text());
    VerifierKey sole = believed.stream().filter(one -> (statements.isEmpty() ? note : statements.getFirst())
        .isSignedBy(one)).findFirst().orElse(believed.getFirst());
    Succession succession = Succession.of(statements, sole);
    if (succession.keys().stream().noneMatch(believed::contains) || !succession.signed(note, report)) {
      return altered("it is not signed by the log's key");
    }
    return new Verification.Verdict(List.of(), said(report));
  }

  private Verification.Verdict altered(String why) {
    return new Verification.Verdict(List.of(file.getFileName() + ": " + why), List.of());
  }

  private static List<String> said(DayReport report) {
    JsonNode content = Json.parse(report.content().getBytes(StandardCharsets.UTF_8));
    long last = report.at().size();
    String positions = report.first() > last
        ? "nothing was recorded"
        : "positions " + report.first() + " to " + last + " were recorded";
    int differences = content.path("differences").size();
    return List.of(
        "report " + report.number() + " of the log " + report.origin() + ": " + report.day() + " in " + report.zone()
            + ", " + positions,
        "points: " + content.at("/points/opening").asString() + " + " + content.at("/points/credited").asString()
            + " - " + content.at("/points/debited").asString() + " = " + content.at("/points/closing").asString(),
        "differences that it tells of: " + differences,
        "not proven: that the log's tree is as it says; hold a checkpoint of size " + last
            + ", or a consistency proof from there, against " + report.at().root());
  }
}
