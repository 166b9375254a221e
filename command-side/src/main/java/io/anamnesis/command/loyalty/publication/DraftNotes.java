package io.anamnesis.command.loyalty.publication;

import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.ProgrammeVersion.State;
import io.anamnesis.events.loyalty.Programmes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is allowed of a draft, and may be meant otherwise. */
final class DraftNotes {
  private DraftNotes() {}

  /** @param arguments for the words under {@code code} */
  record Note(String code, List<Object> arguments) {}

  static List<Note> of(ProgrammeVersion draft, Programmes all, Instant now) {
    List<Note> notes = new ArrayList<>();
    Instant from = draft.effectiveFrom();
    if (draft.state() != State.DRAFT) {
      return notes;
    }
    if (from == null) {
      notes.add(new Note("effective-at-once", List.of()));
    } else if (from.isBefore(now)) {
      notes.add(new Note("effective-in-the-past", List.of()));
    }
    all.all().stream().filter(other -> !other.name().equals(draft.name()) && other.state() == State.PUBLISHED)
        .filter(other -> from != null && from.equals(other.effectiveFrom()))
        .forEach(other -> notes.add(new Note("same-instant", List.of(other.name()))));
    return notes;
  }
}
