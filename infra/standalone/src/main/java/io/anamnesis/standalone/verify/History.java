package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Checkpoint;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a bundle, held against its checkpoint, and the readable history, held against the events. */
record History(BundleFiles files, About about, Checkpoint checkpoint, Findings findings) {

  /** @return how many events there are, as far as it was looked */
  long check() throws IOException {
    long count = 0;
    long before = -1;
    try (ProvenEvents events = ProvenEvents.of(files); Lines readable = files.lines("history.ndjson")) {
      for (ProvenEvent event = events.next(); event != null; event = events.next()) {
        count++;
        String at = "position " + event.position();
        if (event.index() <= before) {
          findings.add(at + " stands behind position " + (before + 1));
        }
        before = Math.max(before, event.index());
        proven(event).ifPresent(wrong -> findings.add(at + wrong));
        told(event, readable.next()).ifPresent(wrong -> findings.add(at + ": " + wrong));
        if (findings.isFull()) {
          findings.add("and perhaps more; the search was ended here");
          return count;
        }
      }
      if (readable.next() != null) {
        findings.add("history.ndjson tells of more events than events.ndjson holds");
      }
    }
    return count;
  }

  private Optional<String> proven(ProvenEvent event) {
    if (event.index() >= checkpoint.size()) {
      return Optional.of(" is none of the " + checkpoint.size() + " that the checkpoint is about");
    }
    return event.leadsTo(checkpoint.size(), checkpoint.root())
        ? Optional.empty()
        : Optional.of(" was altered: event and path do not lead to the root of the checkpoint");
  }

  private Optional<String> told(ProvenEvent proven, byte @Nullable [] line) {
    StoredEvent event = LeafFields.read(proven.leaf());
    if (event.position() != proven.position() || !about.customer().equals(event.subject())) {
      return Optional.of("the event is of another position or of another customer");
    }
    return line == null
        ? Optional.of("history.ndjson does not tell of it")
        : ReadableEvent.wrong(event, line, about.masked());
  }
}
