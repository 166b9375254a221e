package io.anamnesis.query.insight.export;

import java.util.List;

import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.projections.ProjectionStatus;
import io.anamnesis.projections.ProjectionStatus.Phase;
import io.anamnesis.projections.ViewNotReadyException;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;

/** The views that are run here, those of analysts among them, by name. */
final class NamedViews {
  private final ProjectionRunner runner;

  NamedViews(ProjectionRunner runner) {
    this.runner = runner;
  }

  /**
   * The versions of a view; which of them answers may change any moment.
   *
   * @throws ProblemException {@code unknown-projection}
   */
  List<Projection<?, ?>> versions(String name) {
    List<Projection<?, ?>> versions = runner.versions(name);
    if (versions.isEmpty()) {
      throw new ProblemException(ProblemType.UNKNOWN_PROJECTION);
    }
    return versions;
  }

  /** That nothing answers yet: 503 where that will come by itself, and 409 where it is for the analyst to order. */
  RuntimeException unanswered(String name, ViewNotReadyException unanswered) {
    boolean isToBeOrdered = runner.status().stream().filter(status -> status.name().equals(name))
        .anyMatch(NamedViews::isToBeOrdered);
    return isToBeOrdered ? Problem.of(ProblemType.CONFLICT).detail("problem.conflict.no-rows").exception() : unanswered;
  }

  /** Nothing was ever built, or what was waits for its swap. Rows that answer elsewhere, by code that does not run here, have read something. */
  private static boolean isToBeOrdered(ProjectionStatus status) {
    ProjectionStatus.Beside beside = status.beside();
    return beside == null ? status.position() == 0 : beside.phase() == Phase.LEVEL && !beside.swaps();
  }
}
