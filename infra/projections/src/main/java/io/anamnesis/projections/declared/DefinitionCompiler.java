package io.anamnesis.projections.declared;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.projections.LogRegister;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes projections of definitions. Thread-safe. */
public final class DefinitionCompiler {
  private final EventCatalogue catalogue;
  private final Language language;
  private final Set<String> reserved;
  private final @Nullable LogRegister<EventSchemas> schemas;

  /**
   * @param reserved names that a declared projection may not have: those of views that are built in
   * @param schemas what is registered of types {@code x.…}
   */
  public DefinitionCompiler(EventCatalogue catalogue, SiteClock clock, Set<String> reserved,
      LogRegister<EventSchemas> schemas) {
    this(catalogue, new Language(clock), reserved, schemas);
  }

  /** Where nothing is registered of any type {@code x.…}. */
  public DefinitionCompiler(EventCatalogue catalogue, SiteClock clock, Set<String> reserved) {
    this(catalogue, new Language(clock), reserved, null);
  }

  private DefinitionCompiler(EventCatalogue catalogue, Language language, Set<String> reserved,
      @Nullable LogRegister<EventSchemas> schemas) {
    this.catalogue = catalogue;
    this.language = language;
    this.reserved = Set.copyOf(reserved);
    this.schemas = schemas;
  }

  /**
   * The projection that a definition declares. Of types {@code x.…} it may read what is open now.
   *
   * @throws InvalidDefinition if it does not hold: with every complaint that could be made, each at its place
   */
  public DeclaredProjection compile(DefinitionText text, int version) throws InvalidDefinition {
    LogRegister<EventSchemas> registered = schemas;
    return compile(text, version,
        registered == null ? OpenFields.NONE : type -> registered.now().openNow().of(type));
  }

  /**
   * The projection that a definition in the log declares: it held when it was posted, so that a field that was closed since, or
   * at that moment, does not make it void.
   *
   * @param position of the definition in the log
   * @throws InvalidDefinition if it does not hold in this build
   */
  DeclaredProjection compilePosted(DefinitionText text, int version, long position) throws InvalidDefinition {
    LogRegister<EventSchemas> registered = schemas;
    return compile(text, version, registered == null
        ? OpenFields.NONE
        : type -> registered.upTo(position).everOpen(position).of(type));
  }

  private DeclaredProjection compile(DefinitionText text, int version, OpenFields open) throws InvalidDefinition {
    Complaints complaints = new Complaints();
    Declaration declaration = new DefinitionReader(complaints).read(text);
    if (reserved.contains(declaration.name().value())) {
      complaints.add(declaration.name().place(), Fault.RESERVED_NAME, declaration.name().value());
    }
    Plan plan = new DefinitionChecker(catalogue, open, language, complaints, declaration).check();
    complaints.throwIfAny();
    return plan.measures().isEmpty()
        ? new DeclaredRows(plan, version, text)
        : new DeclaredTally(plan, version, text);
  }
}
