package io.anamnesis.query.insight.export;

import java.util.List;

import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
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
}
