package io.anamnesis.query.audit;

import java.util.List;
import java.util.stream.Collectors;

import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;

/** The models that a request names in its parameter {@code model}. */
public record AskedModels(ProjectionRunner runner) {

  /** @throws io.anamnesis.web.ProblemException {@code invalid}, naming those that there are, if one is none of them */
  public List<Projection<?, ?>> named(List<String> names) {
    List<Projection<?, ?>> known = runner.projections();
    if (!known.stream().map(Projection::name).toList().containsAll(names)) {
      throw Parameters.invalid("model", "problem.invalid.model",
          known.stream().map(Projection::name).collect(Collectors.joining(", ")));
    }
    return known.stream().filter(model -> names.contains(model.name())).toList();
  }
}
