package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * All that is asked of a bundle. What can be named most exactly is looked for first: a byte that changed in an event is found as a
 * position, one in another file as that file, and one between the files as the archive.
 *
 * @param key a file with a key a line, or a key; null: the bundle's own
 * @param outside a checkpoint, or a bundle that was kept; null: none
 */
record Verification(Path bundle, @Nullable String key, @Nullable String outside) {
  private static final Set<String> TELLING = Set.of("events.ndjson", "checkpoint.txt", Sums.NAME);

  /**
   * @param findings what was altered; none: it is consistent
   * @param said what the bundle proves, if it is
   */
  record Verdict(List<String> findings, List<String> said) {}

  /** @throws Unreadable if it cannot be judged */
  Verdict run() throws IOException {
    try {
      return judge();
    } catch (AlteredArchive broken) {
      return new Verdict(List.of(String.valueOf(broken.getMessage())), List.of());
    }
  }

  private Verdict judge() throws IOException {
    try (BundleFiles files = BundleFiles.at(bundle)) {
      if (files.names().stream().noneMatch(TELLING::contains)) {
        throw new Unreadable(bundle + " is no audit bundle");
      }
      Findings findings = new Findings();
      checkNames(files.names(), findings);
      List<String> said = findings.isEmpty() ? contents(files, findings) : List.of();
      files.fault().ifPresent(fault -> findings.add("the archive " + fault));
      return new Verdict(findings.sentences(), said);
    }
  }

  private static void checkNames(List<String> names, Findings findings) {
    TreeSet<String> all = new TreeSet<>(names);
    all.addAll(BundleFiles.NAMES);
    for (String name : all) {
      if (findings.isFull()) {
        findings.add("and perhaps more; the search was ended here");
        return;
      }
      if (!names.contains(name)) {
        findings.add(name + " is missing");
      } else if (!BundleFiles.NAMES.contains(name)) {
        findings.add(name + " does not belong into a bundle");
      } else if (names.indexOf(name) != names.lastIndexOf(name)) {
        findings.add(name + " is there twice");
      }
    }
  }

  /** What cannot be read is altered, where something else says so, and else unreadable. */
  private List<String> contents(BundleFiles files, Findings findings) throws IOException {
    try {
      return check(files, findings);
    } catch (Unreadable | IOException | UncheckedIOException | JacksonException | IllegalArgumentException
        | DateTimeException broken) {
      String why = broken instanceof Unreadable known ? known.getMessage() : broken.getClass().getSimpleName();
      if (findings.isEmpty() && files.fault().isEmpty()) {
        throw new Unreadable(why);
      }
      findings.add("it cannot be read any more: " + why);
      return List.of();
    }
  }

  private List<String> check(BundleFiles files, Findings findings) throws IOException {
    Sums.check(files, findings);
    About about = About.of(files);
    Keys keys = key == null ? Keys.of(files.small("log.vkey")) : given(key);
    SignedNote note = SignedNote.parse(new String(files.small("checkpoint.txt"), StandardCharsets.UTF_8));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    LogKeys log = keys.following(about.statements(), findings);
    if (!log.signed(note, checkpoint)) {
      findings.add("checkpoint.txt is not signed by the log's key");
    }
    long count = new History(files, about, checkpoint, findings).check();
    if (outside != null && findings.isEmpty()) {
      try (Outside from = Outside.at(Path.of(outside))) {
        from.check(files, about, checkpoint, keys, log, findings);
      }
    }
    return said(about, checkpoint, count, log);
  }

  /** A key that was mistyped says nothing of the bundle, and is told in words. */
  static Keys given(String key) throws IOException {
    try {
      return Keys.of(key);
    } catch (MalformedProof mistyped) {
      throw new Unreadable("--key is no verifier key, nor a file with some: " + mistyped.getMessage());
    }
  }

  private List<String> said(About about, Checkpoint checkpoint, long count, LogKeys log) {
    List<String> said = new ArrayList<>();
    said.add(count + " events of " + about.customer() + " are in the log " + checkpoint.origin() + " of "
        + checkpoint.size() + " events, signed at " + checkpoint.time());
    said.add("key: " + Optional.ofNullable(key).map(given -> "as given").orElse(
        "the bundle's own; whoever made the bundle may have made the key: hold it against the log's with --key"));
    if (log.isFollowed(checkpoint)) {
      said.add("key: the checkpoint is signed by another one, that the log's signed statements lead to: "
          + Objects.requireNonNull(log.succession()).keyAt(checkpoint.epoch(), checkpoint.size()));
    }
    for (NewEpoch opened : log.epochs(checkpoint)) {
      said.add(
          "the log was set back: " + opened.opening() + "; of " + opened.known().size() + " events that it had signed "
              + opened.kept().size() + " were kept");
    }
    said.add("checkpoint: " + (outside == null
        ? "none from outside: consistent with itself; no proof against the log's owner"
        : "consistent with the one from outside"));
    said.add("not proven: that no event is left out, and what sealed fields say in clear");
    return said;
  }
}
