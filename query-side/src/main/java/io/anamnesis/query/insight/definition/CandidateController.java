package io.anamnesis.query.insight.definition;

import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.Differences;
import io.anamnesis.projections.ProjectionRefused;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ProjectionStatus;
import io.anamnesis.projections.declared.DeclaredProjections;
import io.anamnesis.projections.declared.OutcomeUnknown;
import io.anamnesis.projections.declared.ProjectionLog;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ConsistencyToken;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * Brings a version of a projection to answer: built beside the one that does, compared with it, swapped in, and rolled back.
 * Readers see wholly the one or the other. What changes who answers is recorded with who asked for it.
 */
@RestController
@RequestMapping(path = "/api/v1/projections/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
public class CandidateController {
  private final ProjectionRunner runner;
  private final DeclaredProjections declared;
  private final ProjectionLog log;

  CandidateController(ProjectionRunner runner, DeclaredProjections declared, ProjectionLog log) {
    this.runner = runner;
    this.declared = declared;
    this.log = log;
  }

  /**
   * Builds a version beside the one that answers; 202 at once. Its state is {@code rebuilding}, and {@code comparing} when it
   * has caught up.
   *
   * @param version the last one posted without it; of a view that is built in, its own
   */
  @PostMapping("/backfill")
  ResponseEntity<ProjectionStatus> backfill(@PathVariable String name, @RequestParam @Nullable Integer version) {
    ProjectionStatus now = status(name);
    int wanted = version != null
        ? version
        : declared.newest(name).map(projection -> projection.version()).orElse(now.version());
    possible(() -> {
      runner.backfill(name, wanted);
      return wanted;
    });
    return ResponseEntity.accepted().body(status(name));
  }

  /** How the version that is built beside differs from the one that answers. */
  @GetMapping("/comparison")
  Differences comparison(@PathVariable String name) {
    status(name);
    return possible(() -> runner.compare(name));
  }

  /** Lets the version that was built beside answer, by one update. */
  @PostMapping("/swap")
  ResponseEntity<ProjectionStatus> swap(@PathVariable String name, Caller caller) {
    Integer from = answering(status(name));
    possible(() -> {
      runner.swap(name);
      return name;
    });
    int now = status(name).version();
    return recorded(name, () -> log.swapped(name, from, now, caller.name()));
  }

  /** Lets the version before answer again, by one update. */
  @PostMapping("/rollback")
  ResponseEntity<ProjectionStatus> rollback(@PathVariable String name, Caller caller) {
    int from = status(name).version();
    possible(() -> {
      runner.rollback(name);
      return name;
    });
    int now = status(name).version();
    return recorded(name, () -> log.rolledBack(name, from, now, caller.name()));
  }

  /** Gives up the version that is built beside. */
  @PostMapping("/cancel")
  ResponseEntity<ProjectionStatus> cancel(@PathVariable String name, Caller caller) {
    ProjectionStatus before = status(name);
    possible(() -> {
      runner.cancel(name);
      return name;
    });
    ProjectionStatus.Beside beside = before.beside();
    int version = beside == null ? before.version() : beside.version();
    return recorded(name, () -> log.cancelled(name, version, caller.name()));
  }

  private ResponseEntity<ProjectionStatus> recorded(String name, Supplier<Long> record) {
    try {
      return ResponseEntity.ok().header(ConsistencyToken.HEADER, new ConsistencyToken(record.get()).text())
          .body(status(name));
    } catch (OutcomeUnknown unknown) {
      throw Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception();
    }
  }

  /** 404 where there is no projection of the name, also none just posted to another process. */
  private ProjectionStatus status(String name) {
    declared.catchUp();
    return runner.status().stream().filter(status -> status.name().equals(name)).findFirst()
        .orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_PROJECTION).exception());
  }

  private static <T> T possible(Supplier<T> action) {
    try {
      return action.get();
    } catch (ProjectionRefused refused) {
      String reason = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
      throw Problem.of(ProblemType.CONFLICT).detail("problem.conflict." + reason).member("reason", reason).exception();
    }
  }
}
