package io.anamnesis.query.insight.definition;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

import io.anamnesis.eventstore.personal.PersonalData;
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
  private final PersonalData keys;
  private final Lock comparing = new ReentrantLock();

  CandidateController(ProjectionRunner runner, DeclaredProjections declared, ProjectionLog log, PersonalData keys) {
    this.runner = runner;
    this.declared = declared;
    this.log = log;
    this.keys = keys;
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
    runner.backfill(name, wanted);
    return ResponseEntity.accepted().body(status(name));
  }

  /**
   * How the rows that are built differ from those that answer, at one position of the log.
   *
   * @param version of the rows that are built
   * @param against the version that answers; null where none does yet, and there is nothing to differ from
   * @param different rows of both with another content
   * @param missing rows of those that answer alone
   * @param extra rows of those that are built alone
   * @param examples the first 100
   */
  public record Compared(int version, @Nullable Integer against, long different, long missing, long extra,
      List<Example> examples) {}

  /**
   * @param kind {@code different, missing} or {@code extra}
   * @param part {@code row, line, cell} or {@code lookup}
   * @param subject whose row it is, as a pseudonym; null for a figure
   * @param place of a figure its measure and dimensions, of a line its position; of a customer's row nothing
   */
  public record Example(Differences.Kind kind, Differences.Part part, @Nullable String subject, String place) {}

  /** 409 until what is built has caught up; one at a time. */
  @GetMapping("/comparison")
  Compared comparison(@PathVariable String name) {
    ProjectionStatus now = status(name);
    if (!comparing.tryLock()) {
      // It reads two versions whole.
      throw Problem.of(ProblemType.OVERLOADED).retryAfter(5).exception();
    }
    try {
      Differences found = runner.compare(name);
      return new Compared(versionBeside(now), now.version(), found.rowsDifferent(), found.rowsMissing(),
          found.rowsExtra(), found.examples().stream().map(this::told).toList());
    } catch (ProjectionRefused refused) {
      boolean first =
          refused.reason() == ProjectionRefused.Reason.NOTHING_LIVE && now.state() == ProjectionStatus.State.COMPARING;
      if (!first) {
        throw refused;
      }
      return new Compared(versionBeside(now), null, 0, 0, 0, List.of());
    } finally {
      comparing.unlock();
    }
  }

  /**
   * Lets the version that was built beside answer, by one update.
   *
   * @param version the one that is to answer: where it does already, nothing changes, so that it can be asked for again when it
   *     is not known what became of it; without it, whatever was built
   */
  @PostMapping("/swap")
  ResponseEntity<ProjectionStatus> swap(@PathVariable String name, @RequestParam @Nullable Integer version,
      Caller caller) {
    status(name);
    boolean swapped = true;
    if (version == null) {
      runner.swap(name);
    } else {
      swapped = runner.swap(name, version);
    }
    ProjectionStatus now = status(name);
    return recorded(name, 200, swapped
        ? () -> log.swapped(name, former(now), now.version(), caller.name())
        : () -> log.answers(name, former(now), now.version(), caller.name()));
  }

  private static @Nullable Integer former(ProjectionStatus status) {
    ProjectionStatus.Standby standby = status.standby();
    return standby == null ? null : standby.version();
  }

  /**
   * Lets the version before answer again, by one update.
   *
   * @param version the one that is to answer, as with {@link #swap}: without it a second call goes forward again
   */
  @PostMapping("/rollback")
  ResponseEntity<ProjectionStatus> rollback(@PathVariable String name, @RequestParam @Nullable Integer version,
      Caller caller) {
    int from = status(name).version();
    boolean rolledBack = true;
    if (version == null) {
      runner.rollback(name);
    } else {
      rolledBack = runner.rollback(name, version);
    }
    ProjectionStatus now = status(name);
    return recorded(name, 200, rolledBack
        ? () -> log.rolledBack(name, from, now.version(), caller.name())
        : () -> log.answers(name, former(now), now.version(), caller.name()));
  }

  /** Gives up what is built beside, or waits for its swap; what answers goes on. 202, as its tables go a little later. */
  @PostMapping("/cancel")
  ResponseEntity<ProjectionStatus> cancel(@PathVariable String name, Caller caller) {
    ProjectionStatus before = status(name);
    runner.cancel(name);
    return recorded(name, 202, () -> log.cancelled(name, versionBeside(before), caller.name()));
  }

  private Example told(Differences.Example example) {
    String subject = example.subject();
    return new Example(example.kind(), example.part(), subject == null ? null : keys.pseudonym(subject),
        example.place());
  }

  private static int versionBeside(ProjectionStatus status) {
    ProjectionStatus.Beside beside = status.beside();
    return beside == null ? status.version() : beside.version();
  }

  private ResponseEntity<ProjectionStatus> recorded(String name, int status, Supplier<Long> record) {
    try {
      return ResponseEntity.status(status).header(ConsistencyToken.HEADER, new ConsistencyToken(record.get()).text())
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
}
