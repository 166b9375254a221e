package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that did not come with the bundle: what the log said of itself before, kept by somebody whom its owner cannot make
 * forget it. Either a note alone, or in a bundle that was kept, which tells much closer where a history differs.
 */
record Outside(SignedNote note, Checkpoint checkpoint, @Nullable BundleFiles kept) implements Closeable {

  static Outside at(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new Unreadable("there is no " + path);
    }
    BundleFiles kept = Files.isDirectory(path) || isArchive(path) ? whole(path) : null;
    byte[] text = kept == null ? Files.readAllBytes(path) : kept.small("checkpoint.txt");
    SignedNote note = SignedNote.parse(new String(text, StandardCharsets.UTF_8));
    return new Outside(note, Checkpoint.parse(note.text()), kept);
  }

  private static boolean isArchive(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PK\3\4");
    }
  }

  /** One that lost an event would accuse the other of having it. */
  private static BundleFiles whole(Path path) throws IOException {
    try {
      BundleFiles kept = BundleFiles.at(path);
      Findings findings = new Findings();
      Sums.check(kept, findings);
      if (findings.isEmpty() && kept.fault().isEmpty()) {
        return kept;
      }
    } catch (AlteredArchive broken) {
      // Told below.
    }
    throw new Unreadable("the bundle that was kept is not whole itself");
  }

  /**
   * Whether the log of the bundle begins with all that the checkpoint was about.
   *
   * @throws Unreadable if the bundle does not say
   */
  void check(BundleFiles files, About about, Checkpoint bundled, Keys keys, LogKeys log, Findings findings)
      throws IOException {
    keys.demandWitness(note);
    if (checkpoint.epoch() > bundled.epoch() || !log.knows(checkpoint)) {
      throw new Unreadable("the checkpoint from outside is of a later epoch than the bundle: get the bundle anew");
    }
    if (!log.signed(note, checkpoint)) {
      findings.add("the checkpoint from outside is signed by another key than the bundle's");
      return;
    }
    Optional<String> first = kept != null && About.of(kept).customer().equals(about.customer())
        ? new Divergence(kept, checkpoint, files, bundled).first()
        : Optional.empty();
    Optional<NewEpoch> loss = log.lossBetween(checkpoint, bundled);
    Optional<String> altered = first.or(() -> loss.map(opened -> opened.lostUpTo(checkpoint.size())));
    if (altered.isEmpty()) {
      altered = grewFalsely(files, about, bundled);
    }
    altered.ifPresent(where -> findings.add("history was altered after the checkpoint from outside was signed: " + where
        + loss.map(opened -> "; the log says that " + opened.opening()).orElse("")));
  }

  private Optional<String> grewFalsely(BundleFiles files, About about, Checkpoint bundled) throws IOException {
    long size = checkpoint.size();
    if (size > bundled.size()) {
      return Optional.of(shrunk(bundled));
    }
    boolean needsNoPath = size == 0 || size == bundled.size();
    if (!needsNoPath && about.since().orElse(-1) != size) {
      throw new Unreadable(
          "the bundle does not say how the log grew from " + size + " events on: get it anew, with ?since=" + size);
    }
    List<Hash> path = needsNoPath ? List.of() : about.consistency();
    return Consistency.verify(size, checkpoint.root(), bundled.size(), bundled.root(), path)
        ? Optional.empty()
        : Optional.of("no position from 1 to " + size + " can be proven to be what it was" + firstOwn(files, size));
  }

  /** A log never shrinks. */
  private String shrunk(Checkpoint bundled) {
    if (!bundled.time().isAfter(checkpoint.time())) {
      throw new Unreadable("the checkpoint from outside is younger than the bundle: get the bundle anew");
    }
    long first = bundled.size() + 1;
    String gone = first == checkpoint.size()
        ? "position " + first + " is gone"
        : "positions " + first + " to " + checkpoint.size() + " are gone";
    return gone + ", though the bundle was signed later";
  }

  private static String firstOwn(BundleFiles files, long size) throws IOException {
    try (ProvenEvents events = ProvenEvents.of(files)) {
      ProvenEvent first = events.next();
      return first == null || first.index() >= size
          ? ""
          : "; the first of this customer is position " + first.position();
    }
  }

  @Override
  public void close() throws IOException {
    if (kept != null) {
      kept.close();
    }
  }
}
