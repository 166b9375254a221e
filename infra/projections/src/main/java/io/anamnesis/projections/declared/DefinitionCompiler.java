package io.anamnesis.projections.declared;

import io.anamnesis.events.EventCatalogue;
import java.util.Set;

/** Makes projections of definitions. Thread-safe. */
public final class DefinitionCompiler {
  private final EventCatalogue catalogue;
  private final Language language;
  private final Set<String> reserved;

  /** @param reserved names that a declared projection may not have: those of views that are built in */
  public DefinitionCompiler(EventCatalogue catalogue, SiteClock clock, Set<String> reserved) {
    this.catalogue = catalogue;
    this.language = new Language(clock);
    this.reserved = Set.copyOf(reserved);
  }

  /**
   * The projection that a definition declares.
   *
   * @throws InvalidDefinition if it does not hold: with every complaint that could be made, each at its place
   */
  public DeclaredProjection compile(DefinitionText text, int version) throws InvalidDefinition {
    Complaints complaints = new Complaints();
    Declaration declaration = new DefinitionReader(complaints).read(text);
    if (reserved.contains(declaration.name().value())) {
      complaints.add(declaration.name().place(), Fault.RESERVED_NAME, declaration.name().value());
    }
    Plan plan = new DefinitionChecker(catalogue, language, complaints, declaration).check();
    complaints.throwIfAny();
    return plan.measures().isEmpty()
        ? new DeclaredRows(plan, version, text)
        : new DeclaredTally(plan, version, text);
  }
}
