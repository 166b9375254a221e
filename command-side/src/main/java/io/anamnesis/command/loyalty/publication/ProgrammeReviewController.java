package io.anamnesis.command.loyalty.publication;

import io.anamnesis.command.loyalty.whatif.WhatIfController;
import io.anamnesis.command.loyalty.whatif.WhatIfJobs;
import io.anamnesis.command.loyalty.whatif.WhatIfStatus;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.Language;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What is to be known of a version before it is published. Nothing is written. */
@RestController
@RequestMapping(path = ProgrammeController.PATH + "/{version}", produces = MediaType.APPLICATION_JSON_VALUE)
class ProgrammeReviewController {
  private static final int SECONDS_TO_COME_AGAIN = 10;

  private final ProgrammeLog log;
  private final LogRegister<Programmes> programmes;
  private final DraftProgramme drafts;
  private final WhatIfJobs jobs;
  private final Messages messages;
  private final Clock clock;

  ProgrammeReviewController(ProgrammeLog log, LogRegister<Programmes> programmes, DraftProgramme drafts,
      WhatIfJobs jobs, Messages messages, Clock clock) {
    this.log = log;
    this.programmes = programmes;
    this.drafts = drafts;
    this.jobs = jobs;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * @param errors as problems tell them; none if it can be published
   * @param notes what is allowed, and may be meant otherwise
   */
  record Review(String version, boolean valid, List<Map<String, Object>> errors, List<Note> notes) {}

  /** @param field of the draft */
  record Note(String code, String field, String message) {}

  /** @param changes none where the two would decide alike */
  record Difference(String from, String to, List<Told> changes) {}

  /**
   * @param path for example {@code rules[visit].points}
   * @param change {@code added, removed, changed} or {@code reordered}
   * @param text the same in words
   */
  record Told(String path, String change, @Nullable JsonNode before, @Nullable JsonNode after, String text) {}

  /** Judges the draft as this build would decide by it, beside the versions that there are. */
  @PostMapping("/validate")
  Review validate(@PathVariable String version, Language language) {
    ProgrammeVersion found = ProgrammeController.known(log, version);
    List<Note> notes = DraftNotes.of(found, programmes.now(), clock.instant()).stream()
        .map(note -> new Note(note.code(), DraftProgramme.EFFECTIVE_FROM,
            messages.text(language, "programme.note." + note.code(), note.arguments().toArray())))
        .toList();
    try {
      drafts.checkAgain(found);
      return new Review(version, true, List.of(), notes);
    } catch (ProblemException wrong) {
      return new Review(version, false, List.of(wrong.problem().told(messages, language)), notes);
    }
  }

  /** Returns at once. */
  @PostMapping("/what-if")
  ResponseEntity<WhatIfStatus> whatIf(@PathVariable String version) {
    ProgrammeVersion found = ProgrammeController.known(log, version);
    WhatIfStatus begun = jobs.begin(found.programme()).orElseThrow(
        () -> Problem.of(ProblemType.OVERLOADED).retryAfter(SECONDS_TO_COME_AGAIN).exception());
    return ResponseEntity.accepted().location(URI.create(WhatIfController.PATH + "/" + begun.id())).body(begun);
  }

  @GetMapping("/diff")
  Difference diff(@PathVariable String version, @RequestParam(required = false) @Nullable String to,
      Language language) {
    if (to == null || to.isBlank()) {
      throw Problem.of(ProblemType.MISSING).field("to").detail("problem.invalid.diff").exception();
    }
    ProgrammeVersion before = ProgrammeController.known(log, version);
    ProgrammeVersion after = ProgrammeController.known(log, to);
    ProgrammeWords words = new ProgrammeWords(messages, language);
    return new Difference(version, to,
        ProgrammeDiff.between(before.programme(), after.programme()).stream().map(change -> told(change, words))
            .toList());
  }

  private static Told told(ProgrammeDiff.Change change, ProgrammeWords words) {
    return new Told(String.join(".", change.path().stream().map(ProgrammeDiff.Step::toString).toList()),
        change.kind().name().toLowerCase(Locale.ROOT), change.before(), change.after(), words.sentence(change));
  }
}
