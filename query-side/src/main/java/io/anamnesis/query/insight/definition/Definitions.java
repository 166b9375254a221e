package io.anamnesis.query.insight.definition;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.declared.DeclaredProjection;
import io.anamnesis.projections.declared.DeclaredProjections;
import io.anamnesis.projections.declared.DefinitionCompiler;
import io.anamnesis.projections.declared.DefinitionText;
import io.anamnesis.projections.declared.InvalidDefinition;
import io.anamnesis.web.Language;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Finds the projection that a request is about: one posted before, or one that its body declares. */
final class Definitions {
  /** As long as a definition may be, and one more: what is longer need not be read to the end. */
  private static final int READ = DefinitionText.MOST_BYTES + 1;

  private final DefinitionCompiler compiler;
  private final DeclaredProjections declared;
  private final DefinitionProblems problems;

  Definitions(DefinitionCompiler compiler, DeclaredProjections declared, DefinitionProblems problems) {
    this.compiler = compiler;
    this.declared = declared;
    this.problems = problems;
  }

  /** What the body declares; empty for an empty body. */
  Optional<DeclaredProjection> declaredIn(HttpServletRequest request, Language language) throws IOException {
    byte[] body = request.getInputStream().readNBytes(READ);
    return body.length == 0 ? Optional.empty() : Optional.of(compiled(body, language));
  }

  /** @throws io.anamnesis.web.ProblemException {@code invalid-definition} */
  DeclaredProjection compiled(byte[] posted, Language language) {
    try {
      return compiler.compile(DefinitionText.of(posted), 0);
    } catch (InvalidDefinition invalid) {
      throw problems.of(invalid, language).exception();
    }
  }

  /**
   * A version that was posted, to whichever process.
   *
   * @param version null for the last one
   * @throws io.anamnesis.web.ProblemException {@code unknown-definition}
   */
  DeclaredProjection posted(String name, @Nullable Integer version) {
    declared.catchUp();
    return (version == null ? declared.newest(name) : declared.find(name, version))
        .orElseThrow(() -> Problem.of(ProblemType.UNKNOWN_DEFINITION).exception());
  }
}
