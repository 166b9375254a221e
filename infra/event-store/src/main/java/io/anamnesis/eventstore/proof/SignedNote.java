package io.anamnesis.eventstore.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A text and who signed it (C2SP signed-note). What stands in the text counts for nothing before {@link #isSignedBy} said so.
 *
 * @param text with its last newline
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  private static final int MOST_SIGNATURES = 100;
  private static final int MOST_CHARACTERS = 1 << 20;

  public SignedNote {
    if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedProof("the text of a note ends with a newline and holds no other control character");
    }
    signatures = List.copyOf(signatures);
  }

  /** @throws MalformedProof if it is no signed note */
  public static SignedNote parse(String note) {
    int end = note.lastIndexOf("\n\n");
    if (note.length() > MOST_CHARACTERS || end < 0 || !note.endsWith("\n") || end + 2 >= note.length()) {
      throw new MalformedProof("a note is a text, an empty line, and signature lines");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
      signatures.add(NoteSignature.parse(line));
    }
    if (signatures.size() > MOST_SIGNATURES) {
      throw new MalformedProof("a note has " + MOST_SIGNATURES + " signatures at most");
    }
    return new SignedNote(note.substring(0, end + 1), signatures);
  }

  /**
   * Several, an empty line between each, as {@link #all} writes them.
   *
   * @throws MalformedProof if one is none
   */
  public static List<SignedNote> parseAll(String notes) {
    if (notes.isEmpty()) {
      return List.of();
    }
    // Neither a text nor its signatures hold an empty line where several follow each other.
    String[] parts = notes.split("\n\n", -1);
    if (parts.length % 2 != 0 || !notes.endsWith("\n")) {
      throw new MalformedProof("notes are texts and signatures with an empty line between each");
    }
    List<SignedNote> parsed = new ArrayList<>();
    for (int i = 0; i < parts.length; i += 2) {
      String signatures = parts[i + 1].endsWith("\n") ? parts[i + 1] : parts[i + 1] + "\n";
      parsed.add(parse(parts[i] + "\n\n" + signatures));
    }
    return parsed;
  }

  public static String all(List<SignedNote> notes) {
    return notes.stream().map(SignedNote::note).collect(Collectors.joining("\n"));
  }

  /** The note as it is sent and kept. */
  public String note() {
    return signatures.stream().map(signature -> signature.line() + "\n")
        .collect(Collectors.joining("", text + "\n", ""));
  }

  public SignedNote with(NoteSignature signature) {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /** Whether the key signed the text: a line names it, and none that does is false. */
  public boolean isSignedBy(VerifierKey key) {
    List<NoteSignature> own = signatures.stream().filter(signature -> signature.isOf(key)).toList();
    return !own.isEmpty() && own.stream().allMatch(signature -> key.verifies(bytes(), signature));
  }

  /** When a witness says to have seen the checkpoint that is the text; empty if it did not, or if any line of its is false. */
  public Optional<Instant> cosignedBy(VerifierKey witness) {
    return witness.kind() == KeyKind.COSIGNATURE && isSignedBy(witness)
        ? signatures.stream().filter(signature -> signature.isOf(witness)).map(Cosignature::time)
            .min(Instant::compareTo)
        : Optional.empty();
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
