package io.anamnesis.query.insight.export;

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

  /** @throws ProblemException {@code unknown-projection} */
  Projection<?, ?> get(String name) {
    return runner.projections().stream().filter(view -> view.name().equals(name)).findFirst()
        .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_PROJECTION));
  }
}
